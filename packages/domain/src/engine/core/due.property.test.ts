/** When an unanswered order is in doubt, against a twin that looks through all orders each time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMs, emptyMap, fromEpochMs, mapDelete, mapEntries, mapSet } from '../../kernel/index.ts';
import { nextDue } from './due.ts';
import { AT_MS } from './samples.ts';
import { EMPTY_STATE, type EngineState, type OrderInMemory } from './state.ts';
import { ANSWER_MS } from './venue/rules.ts';

type Orders = EngineState['orders'];

/** What of an order in memory says whether somebody waits for its answer. */
const memoryOf = (afterMs: number, isAcknowledged: boolean, isChild: boolean): OrderInMemory =>
  ({
    venueAccount: isChild ? 'there' : null,
    order: {
      isAcknowledged,
      ordStatus: 'PendingNew',
      unconfirmed: {},
      placedAt: fromEpochMs(AT_MS + afterMs),
    },
  }) as unknown as OrderInMemory;

const changes = fc.array(
  fc.record({
    /** Two worlds in turns: neither may be told of the other's orders. */
    world: fc.constantFrom(0, 1),
    key: fc.integer({ min: 0, max: 40 }).map((n) => `order ${n}`),
    memory: fc.option(
      fc.tuple(fc.nat(10_000), fc.boolean(), fc.boolean()).map((parts) => memoryOf(...parts)),
    ),
  }),
  { minLength: 1, maxLength: 80 },
);

function naive(orders: Orders): string | null {
  const [first] = mapEntries(orders)
    .flatMap(([, { order, venueAccount }]) =>
      venueAccount === null || order.isAcknowledged ? [] : [order.placedAt],
    )
    .sort();
  return first === undefined ? null : addMs(first, ANSWER_MS);
}

test('it is the oldest of those that wait, whatever came, was answered or went in between', () => {
  fc.assert(
    fc.property(changes, (all) => {
      const worlds: Orders[] = [emptyMap(), emptyMap()];
      for (const { world, key, memory } of all) {
        const before = worlds[world] ?? emptyMap();
        const orders = memory === null ? mapDelete(before, key) : mapSet(before, key, memory);
        worlds[world] = orders;
        expect(nextDue({ ...EMPTY_STATE, orders }).at).toBe(naive(orders));
      }
    }),
  );
});
