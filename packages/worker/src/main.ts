/** The worker's one command: `node packages/worker/src/main.ts engine|jobs`. */
import { EXIT, live } from '@ultrathink/runtime';
import { readEngineEnv, readJobsEnv } from './env.ts';

const [kind, ...rest] = process.argv.slice(2);

if (rest.length > 0 || (kind !== 'engine' && kind !== 'jobs')) {
  process.stderr.write('Say which process to run: node packages/worker/src/main.ts engine|jobs\n');
  process.exitCode = EXIT.usage;
} else if (kind === 'engine') {
  // Each loads its own half alone: a process of jobs needs no venue's client.
  const { startEngine } = await import('./engine/start.ts');
  await live({ kind, readEnv: readEngineEnv, start: startEngine });
} else {
  const { startJobs } = await import('./jobs/start.ts');
  await live({ kind, readEnv: readJobsEnv, start: startJobs });
}
