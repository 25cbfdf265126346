import { describe, expect, it } from 'vitest';
import { RETRY, retryConflicts } from './retry.ts';

const conflict = () => Object.assign(new Error('deadlock detected'), { code: '40P01' });

/** Fails so often with a conflict, then works; writes down how long it was made to wait. */
function failing(times: number, failure: () => Error = conflict) {
  const pauses: number[] = [];
  let tries = 0;
  const work = async () => {
    tries += 1;
    if (tries <= times) throw failure();
    return tries;
  };
  const patience = { pause: async (ms: number) => void pauses.push(ms), random: () => 0.5 };
  return { pauses, run: () => retryConflicts(work, patience), tries: () => tries };
}

describe('a transaction that met another', () => {
  it('is tried again until it passes, each time after at most twice the bound before', async () => {
    const { run, pauses } = failing(4);
    expect(await run()).toBe(5);
    expect(pauses).toEqual([5, 10, 20, 40]);
  });

  it('is given up after the last try, with the failure as it was', async () => {
    const { run, tries, pauses } = failing(99);
    await expect(run()).rejects.toThrow('deadlock detected');
    expect(tries()).toBe(RETRY.tries);
    expect(pauses).toHaveLength(RETRY.tries - 1);
  });

  it.each([
    ['a constraint', '23505'],
    ['a timeout', '57014'],
    ['a lost connection, whose commit may have happened', '08006'],
  ])('is never tried again after %s', async (_, code) => {
    const { run, tries } = failing(1, () => Object.assign(new Error('no'), { code }));
    await expect(run()).rejects.toThrow('no');
    expect(tries()).toBe(1);
  });

  it('is never tried again after a bug', async () => {
    const { run, tries } = failing(1, () => new TypeError('a bug'));
    await expect(run()).rejects.toThrow('a bug');
    expect(tries()).toBe(1);
  });
});
