/**
 * Loaded into every process the demo starts (`node --import`). When the demo is gone, even by
 * kill -9, the channel to it closes, and the process ends as if it had been asked to: nothing is
 * left running that nobody watches.
 */
import module from 'node:module';

/** Time for an orderly end before the process is ended anyway. */
const DEADLINE_MS = 10_000;

/**
 * `next dev` starts a worker of its own with our options. It listens to its own parent, which is on
 * the leash, and it must not lose the channel it is told through.
 */
const isNextsOwn = process.env.NEXT_PRIVATE_WORKER !== undefined;

/** Everything that a start loads is there by then. */
const LOADED_MS = 8_000;

// Written at an orderly end otherwise, and one that is killed would leave the next start as slow as the first.
setTimeout(() => module.flushCompileCache?.(), LOADED_MS).unref();

if (process.channel && !isNextsOwn) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), DEADLINE_MS).unref();
  });
  // The leash must not keep alive a process that has nothing left to do.
  process.channel.unref();
}
