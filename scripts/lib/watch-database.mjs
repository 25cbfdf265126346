/**
 * Watches the embedded PostgreSQL, which is nobody's child: when it is gone it is started again, a
 * bounded number of times. Its clients connect again by themselves.
 */
import { Fault } from './fault.mjs';
import { isPostgresRunning, startPostgres } from './postgres.mjs';

const LOOK_EVERY_MS = 500;
const RESTARTS_MAX = 5;
const RESTARTS_WINDOW_MS = 60_000;

/** @returns {{ gaveUp: Promise<never>, end: () => Promise<void> }} */
export function watchDatabase({ dataDir, say }) {
  let deaths = [];
  let ended = false;
  let busy = Promise.resolve();
  let giveUp;
  const gaveUp = new Promise((_, reject) => {
    giveUp = reject;
  });
  gaveUp.catch(() => undefined);

  async function look() {
    if (ended || isPostgresRunning(dataDir)) return;
    const now = performance.now();
    deaths = [...deaths.filter((at) => now - at < RESTARTS_WINDOW_MS), now];
    if (deaths.length > RESTARTS_MAX) throw tooOften(dataDir);
    say('PostgreSQL ended. Starting it again.');
    await startPostgres({ dataDir });
    say('PostgreSQL is back. What was committed is there.');
  }

  const timer = setInterval(() => {
    busy = busy.then(look).catch(giveUp);
  }, LOOK_EVERY_MS);
  return {
    gaveUp,
    end: async () => {
      ended = true;
      clearInterval(timer);
      await busy;
    },
  };
}

const tooOften = (dataDir) =>
  new Fault(
    `PostgreSQL ended ${RESTARTS_MAX + 1} times within a minute.`,
    `Its log is ${dataDir}/postgres/server.log. What was committed is kept.`,
  );
