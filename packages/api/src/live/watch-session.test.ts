import type { Clock } from '@ultrathink/domain/kernel';
import { systemClock } from '@ultrathink/runtime';
import { expect, it } from 'vitest';
import { LOOK_AGAIN_MS, LOOK_SOONER_MS, PROOF_LASTS_MS, SessionWatch } from './watch-session.ts';

/** A clock that is set, and looks that are answered by hand. */
function aWatch() {
  let nowMs = 0;
  const clock: Clock = { ...systemClock, monotonicMs: () => nowMs };
  const looks: PromiseWithResolvers<boolean>[] = [];
  const watch = new SessionWatch(() => {
    const look = Promise.withResolvers<boolean>();
    looks.push(look);
    return look.promise;
  }, clock);
  return {
    looks,
    async at(ms: number) {
      nowMs = ms;
      watch.check();
      await new Promise((resolve) => setImmediate(resolve));
      watch.check();
    },
  };
}

it('ASVS 7.4.1 a stream ends at the first look that finds its session ended', async () => {
  const { looks, at } = aWatch();
  await at(LOOK_AGAIN_MS - 1);
  expect(looks).toHaveLength(0);
  await at(LOOK_AGAIN_MS);
  looks[0]?.resolve(true);
  await at(2 * LOOK_AGAIN_MS);
  looks[1]?.resolve(false);
  await expect(at(2 * LOOK_AGAIN_MS + 1)).rejects.toMatchObject({ publicCode: 'SignInNeeded' });
});

it('a look that fails ends nothing, and is taken again soon', async () => {
  const { looks, at } = aWatch();
  await at(LOOK_AGAIN_MS);
  looks[0]?.reject(new Error('The database gave no answer in time.'));
  await at(LOOK_AGAIN_MS + 1);
  await at(LOOK_AGAIN_MS + LOOK_SOONER_MS + 1);
  looks[1]?.resolve(true);
  await at(LOOK_AGAIN_MS + LOOK_SOONER_MS + 2);
  await at(LOOK_AGAIN_MS + PROOF_LASTS_MS);
});

it.each([
  ['fails each time', true],
  ['never ends', false],
])('a stream whose look %s ends when its last proof is too old', async (_what, fails) => {
  const { looks, at } = aWatch();
  for (let ms = LOOK_AGAIN_MS; ms < PROOF_LASTS_MS; ms += 500) {
    await at(ms);
    if (fails) looks.at(-1)?.reject(new Error('The database is away.'));
  }
  // Never two at once.
  expect(looks.length).toBeLessThanOrEqual(fails ? PROOF_LASTS_MS / LOOK_SOONER_MS : 1);
  await expect(at(PROOF_LASTS_MS)).rejects.toMatchObject({ publicCode: 'DatabaseAway' });
});
