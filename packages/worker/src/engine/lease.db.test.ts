/** Who leads a shard, with the leases of a database. */
import { openLeases } from '@ultrathink/db/engine';
import { openTestDatabase } from '@ultrathink/db/testing';
import { silentLog } from '@ultrathink/runtime';
import { afterAll, expect, it, vi } from 'vitest';
import { LeaseKeeper } from './lease.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await openTestDatabase();
const store = openLeases(database.url('engine'));
afterAll(() => store.close());

let shards = 0;
const nextShard = () => {
  shards += 1;
  return shards;
};

async function aKeeper(holder: string, shard: number, leaseMs = 60_000) {
  let nowMs = 0;
  const lost: string[] = [];
  const clock = { now: () => '2026-11-21T00:00:00.000Z' as never, monotonicMs: () => nowMs };
  const onLost = (why: string) => lost.push(why);
  const limits = { leaseMs, askEveryMs: 20 };
  const parts = { store, shard, holder, clock, log: silentLog, limits, onLost };
  const ended = new AbortController();
  const taking = LeaseKeeper.take(parts, ended.signal);
  return {
    ...{ taking, lost, ended },
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

it('A7-26 one leads, and another waits until its lease was given back', async () => {
  const shard = nextShard();
  const first = await aKeeper('one', shard);
  const one = await first.taking;
  const second = await aKeeper('two', shard);
  let hasSecond = false;
  void second.taking.then(() => {
    hasSecond = true;
  });
  // Asked again and again meanwhile, by its own answer each time.
  for (let n = 0; n < 3; n += 1) await store.take(shard, 'two', 1_000);
  expect(hasSecond).toBe(false);
  await one?.close();
  const two = await second.taking;
  expect(two?.epoch).toBeGreaterThan(one?.epoch ?? 0);
  expect(one?.sendableMs()).toBeLessThan(0);
  await two?.close();
});

it('nothing may leave when less of the lease is left than a send may take', async () => {
  const first = await aKeeper('one', nextShard(), 30_000);
  const keeper = await first.taking;
  expect(keeper?.sendableMs()).toBe(30_000 - 15_000 - 2_000);
  first.pass(13_001);
  expect(keeper?.sendableMs()).toBeLessThan(0);
  await keeper?.close();
});

it('A7-26 whose lease was taken over learns of it by its next renewal, and leads no more', async () => {
  const shard = nextShard();
  const first = await aKeeper('one', shard);
  const keeper = await first.taking;
  await store.steal(shard, 'two', 60_000);
  first.pass(2_000);
  keeper?.look();
  await expect.poll(() => first.lost).toEqual(['TakenOver']);
  expect(keeper?.leftMs()).toBe(0);
});

it('A7-29 an event loop that stood still ends the lead, whatever is left of the lease', async () => {
  const first = await aKeeper('one', nextShard());
  const keeper = await first.taking;
  first.pass(5_001);
  keeper?.look();
  expect(first.lost).toEqual(['Stalled']);
  expect(keeper?.sendableMs()).toBeLessThan(0);
  await keeper?.close();
});

it('a lease that could not be renewed runs out here before anybody else can have it', async () => {
  const first = await aKeeper('one', nextShard(), 4_000);
  const keeper = await first.taking;
  first.pass(4_000);
  keeper?.look();
  expect(first.lost).toEqual(['RanOut']);
});

it('who is stopped while another leads waits no longer', async () => {
  const shard = nextShard();
  const first = await aKeeper('one', shard);
  await first.taking;
  const second = await aKeeper('two', shard);
  second.ended.abort();
  expect(await second.taking).toBeNull();
});
