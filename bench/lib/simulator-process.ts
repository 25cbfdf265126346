/**
 * The venue simulator in a process of its own, for what measures its readers. Says its port when it
 * is ready, and what it has used when it is asked.
 */
import { realClock, startSimulator } from '@ultrathink/venue-simulator';

const STEP_MS = 5;

const simulator = await startSimulator({
  seed: 'bench',
  clock: realClock(),
  port: 0,
  stepMs: STEP_MS,
  historyMs: 600_000,
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({
    kind: 'Usage',
    cpuMs: (user + system) / 1000,
    rssBytes: process.memoryUsage.rss(),
  });
});
process.once('disconnect', () => process.exit());
process.send?.({ kind: 'Ready', port: simulator.port });
