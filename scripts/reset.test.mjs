import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dataDirOf, ROOT } from './lib/paths.mjs';
import { reset } from './lib/reset.mjs';
import { note } from './lib/run-files.mjs';

let dataDir;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'reset-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function fill(...names) {
  for (const name of names) {
    mkdirSync(join(dataDir, name));
    writeFileSync(join(dataDir, name, 'file'), '');
  }
}

it('removes what the demo made, and the folder when nothing else was in it', async () => {
  fill('logs', 'secrets', 'run');
  await reset({ dataDir, env: {} });
  expect(existsSync(dataDir)).toBe(false);
});

it('keeps whatever it did not make, and names it', async () => {
  fill('logs', 'letters');
  expect(await reset({ dataDir, env: {} })).toContain("kept what is not the demo's: letters");
  expect(readdirSync(dataDir)).toEqual(['letters']);
});

it('leaves a server alone that is not its own, and says so', async () => {
  const env = { DATABASE_ADMIN_URL: 'postgresql://admin@db.example/postgres' };
  expect(await reset({ dataDir, env })).toContain('your own database server was left alone');
});

it('has nothing to do where nothing is', async () => {
  expect(await reset({ dataDir: join(dataDir, 'none'), env: {} })).toBe(
    'there was nothing to remove',
  );
});

it('first stops the demo that runs on the folder', async () => {
  const child = spawn(process.execPath, ['-e', "console.log('up'); setInterval(() => {}, 1000)"]);
  const gone = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  note(dataDir, 'demo', child.pid);
  await reset({ dataDir, env: {} });
  expect(await gone).toBe('SIGTERM');
});

it('can not be led to the checkout itself by an empty DATA_DIR', () => {
  expect(dataDirOf({ DATA_DIR: '' })).toBe(join(ROOT, '.data'));
});
