import {
  EMPTY_STATE,
  type EngineState,
  type VenueAccountTerms,
} from '@ultrathink/domain/engine/core';
import { AT_BINANCE, aWorld, BINANCE, KEYS } from '@ultrathink/domain/engine/core/testing';
import { mapSet } from '@ultrathink/domain/kernel';
import { silentLog, systemClock } from '@ultrathink/runtime';
import type { ExecutionClient } from '@ultrathink/venues';
import { expect, it } from 'vitest';
import type { OpenedAccount } from './venue-account.ts';
import { VenueAccounts } from './venue-accounts.ts';

const TERMS: VenueAccountTerms = {
  id: AT_BINANCE,
  venue: BINANCE,
  client: null,
  mode: 'Live',
  key: KEYS[0] ?? null,
};

const worldOf = (...terms: readonly VenueAccountTerms[]): EngineState => {
  const { config } = EMPTY_STATE;
  let { venueAccounts } = config;
  for (const one of terms) venueAccounts = mapSet(venueAccounts, one.id, one);
  return { ...aWorld(), config: { ...config, venueAccounts } };
};

/** An opener that says what it was asked, and lets a test decide when. */
function aRig({ mayUse = () => true } = {}) {
  const opened: (string | null)[] = [];
  const closed: (string | null)[] = [];
  const offered: string[] = [];
  const gate = { wait: Promise.resolve() };
  const accounts = new VenueAccounts({
    clock: systemClock,
    log: silentLog,
    offer: ({ kind }) => offered.push(kind),
    opener: {
      async open({ key }) {
        opened.push(key);
        await gate.wait;
        const execution = {
          traits: { replace: 'None', absence: {}, deadManSwitch: null },
          subscribe: () => ({ close: async () => undefined }),
          fees: async () => ({ kind: 'NoInformation', detail: 'x', notSent: null, evidence: null }),
        } as unknown as ExecutionClient;
        const close = async () => void closed.push(key);
        return { execution, health: null, marketState: () => 'UP', close } as OpenedAccount;
      },
      mayUse: async () => mayUse(),
      used: () => undefined,
    },
  });
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { accounts, opened, closed, offered, gate, settled };
}

it('opens what people decided, tells its traits and how its venue is', async () => {
  const rig = aRig();
  rig.accounts.observe(worldOf(TERMS));
  await rig.settled();
  rig.accounts.observe(worldOf(TERMS));
  expect(rig.opened).toEqual([TERMS.key]);
  expect(rig.accounts.lineOf(TERMS.id)?.venue).toBe(BINANCE);
  expect(rig.offered).toEqual(['VenueTraitsTold', 'VenueStateTold']);
  await rig.accounts.close();
});

it('has no line to an account without a key, nor to one that people took away', async () => {
  const rig = aRig();
  rig.accounts.observe(worldOf({ ...TERMS, key: null }));
  await rig.settled();
  expect([rig.opened, rig.accounts.lineOf(TERMS.id)]).toEqual([[], null]);
  rig.accounts.observe(worldOf(TERMS));
  await rig.settled();
  rig.accounts.observe(worldOf());
  expect(rig.accounts.lineOf(TERMS.id)).toBeNull();
  await rig.accounts.close();
  expect(rig.closed).toEqual([TERMS.key]);
});

it('a new key takes over at once, and the connection of the one before ends what it has begun', async () => {
  const rig = aRig();
  rig.accounts.observe(worldOf(TERMS));
  await rig.settled();
  const rotated = { ...TERMS, key: KEYS[1] ?? null };
  rig.accounts.observe(worldOf(rotated));
  await rig.settled();
  expect(rig.opened).toEqual([TERMS.key, rotated.key]);
  expect(rig.closed).toEqual([]);
  await rig.accounts.close();
  expect(rig.closed.toSorted()).toEqual([TERMS.key, rotated.key].toSorted());
});

it('what is done while an account is closed waits for an opening that runs, and none begins meanwhile', async () => {
  const rig = aRig();
  const opening = Promise.withResolvers<void>();
  rig.gate.wait = opening.promise;
  rig.accounts.observe(worldOf(TERMS));
  const order: string[] = [];
  const work = rig.accounts.whileClosed(TERMS.id, async () => {
    rig.accounts.observe(worldOf(TERMS));
    await rig.settled();
    order.push(`closed ${rig.closed.length} of ${rig.opened.length}`);
  });
  opening.resolve();
  await work;
  rig.accounts.observe(worldOf(TERMS));
  await rig.settled();
  expect([order, rig.opened.length]).toEqual([['closed 1 of 1'], 2]);
  await rig.accounts.close();
});

it('does not open again right away what could not be opened', async () => {
  const rig = aRig();
  rig.gate.wait = Promise.reject(new Error('away'));
  rig.gate.wait.catch(() => undefined);
  for (let n = 0; n < 5; n += 1) {
    rig.accounts.observe(worldOf(TERMS));
    await rig.settled();
  }
  expect(rig.opened).toHaveLength(1);
  expect(rig.accounts.counts()).toEqual({ wanted: 1, open: 0 });
  await rig.accounts.close();
});
