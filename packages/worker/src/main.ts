/** The worker's one command: `node packages/worker/src/main.ts engine|jobs`. */
import { EXIT, live } from '@ultrathink/runtime';
import { startEngine } from './engine/start.ts';
import { readEngineEnv, readJobsEnv } from './env.ts';
import { startJobs } from './jobs/start.ts';

const [kind, ...rest] = process.argv.slice(2);

if (rest.length > 0 || (kind !== 'engine' && kind !== 'jobs')) {
  process.stderr.write('Say which process to run: node packages/worker/src/main.ts engine|jobs\n');
  process.exitCode = EXIT.usage;
} else if (kind === 'engine') {
  await live({ kind, readEnv: readEngineEnv, start: startEngine });
} else {
  await live({ kind, readEnv: readJobsEnv, start: startJobs });
}
