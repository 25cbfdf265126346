/** A process whose life the tests look at from outside. What it does comes as an argument. */
import { setTimeout as wait } from 'node:timers/promises';
import { EXIT, live, StartRefusal, UP } from '../src/index.ts';
import { readFixtureEnv } from './env.ts';

const [act] = process.argv.slice(2);

await live({
  kind: 'jobs',
  readEnv: readFixtureEnv,
  async start(life) {
    life.addCheck('work', () => UP);
    life.onStop('first', () => life.log.info('first closed'));
    life.onStop('second', () => life.log.info('second closed'));
    if (act === 'refuse') throw new StartRefusal('The database is older than 18.');
    if (act === 'bug') throw new TypeError('x is not a function');
    if (act === 'hang-on-stop') life.onStop('stuck', () => wait(60_000));
    if (act === 'fail-on-stop') life.onStop('broken', () => Promise.reject(new Error('no')));
    if (act === 'throw-later') setTimeout(() => JSON.parse('{'), 50);
    if (act === 'reject-later') setTimeout(() => void Promise.reject(new Error('lost')), 50);
    if (act === 'stop-itself') setTimeout(() => void life.stop('done', EXIT.unavailable), 50);
    // Something that keeps the process alive, as a server would.
    setInterval(() => undefined, 1_000);
  },
});
