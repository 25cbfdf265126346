/** Starts a life with STOP_WITH_PARENT=1, says its pid, and waits to be killed. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const child = spawn(
  process.execPath,
  [fileURLToPath(new URL('life-fixture.ts', import.meta.url))],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
child.stdout.on('data', (part: Buffer) => {
  if (part.includes('Ready.')) process.stdout.write(`child ${child.pid}\n`);
});
setInterval(() => undefined, 1_000);
