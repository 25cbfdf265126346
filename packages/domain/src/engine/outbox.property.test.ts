import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type NextOut, Outbox, type OutboxEntry } from './outbox.ts';

const limits = fc.record({
  entries: fc.integer({ min: 1, max: 10 }),
  bytes: fc.integer({ min: 1, max: 80 }),
});
const acts = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('push' as const),
      conflationKey: fc.option(fc.constantFrom('a', 'b', 'c')),
      sizeBytes: fc.integer({ min: 1, max: 20 }),
    }),
    fc.record({ kind: fc.constant('take' as const) }),
  ),
  { maxLength: 100 },
);

interface Told {
  readonly taken: NextOut<OutboxEntry>[];
  readonly pushed: OutboxEntry[];
}

function play(
  box: Outbox<OutboxEntry>,
  script: readonly (typeof acts extends fc.Arbitrary<infer A> ? A : never)[number][],
  after: () => void,
): Told {
  const taken: NextOut<OutboxEntry>[] = [];
  const pushed: OutboxEntry[] = [];
  for (const act of script) {
    if (act.kind === 'push') {
      const entry = { ...act, sequence: pushed.length + 1 };
      pushed.push(entry);
      box.push(entry);
    } else {
      const next = box.take();
      if (next !== undefined) taken.push(next);
    }
    after();
  }
  for (let next = box.take(); next !== undefined; next = box.take()) taken.push(next);
  return { taken, pushed };
}

it('never holds more than its bounds, however slow the reader', () => {
  fc.assert(
    fc.property(limits, acts, (bounds, script) => {
      const box = new Outbox<OutboxEntry>(bounds);
      play(box, script, () => {
        expect(box.size).toBeLessThanOrEqual(bounds.entries);
        expect(box.bytes).toBeLessThanOrEqual(bounds.bytes);
      });
      expect(box.size).toBe(0);
      expect(box.bytes).toBe(0);
    }),
  );
});

it('tells sequences in rising order', () => {
  fc.assert(
    fc.property(limits, acts, (bounds, script) => {
      const { taken } = play(new Outbox<OutboxEntry>(bounds), script, () => undefined);
      const told = taken.flatMap((next) => (next.kind === 'Notice' ? [next.entry.sequence] : []));
      expect(told).toEqual([...told].sort((a, b) => a - b));
    }),
  );
});

it('leaves out nothing silently: each notice is told, replaced by a newer one, or under a resync', () => {
  fc.assert(
    fc.property(limits, acts, (bounds, script) => {
      const { taken, pushed } = play(new Outbox<OutboxEntry>(bounds), script, () => undefined);
      if (taken.some((next) => next.kind === 'Resync')) return;
      const told = new Set(taken.flatMap((n) => (n.kind === 'Notice' ? [n.entry.sequence] : [])));
      for (const entry of pushed) {
        if (told.has(entry.sequence)) continue;
        expect(entry.conflationKey).not.toBeNull();
        const newer = pushed.some(
          (other) =>
            other.sequence > entry.sequence &&
            other.conflationKey === entry.conflationKey &&
            told.has(other.sequence),
        );
        expect(newer).toBe(true);
      }
    }),
  );
});

it('tells a reader beyond its bound to read again, once, and then goes on', () => {
  const box = new Outbox<OutboxEntry>({ entries: 2, bytes: 1_000 });
  for (let sequence = 1; sequence <= 5; sequence += 1) {
    box.push({ sequence, sizeBytes: 1, conflationKey: null });
  }
  expect(box.take()).toEqual({ kind: 'Resync', reason: 'SlowReader' });
  expect(box.take()).toBeUndefined();
  box.push({ sequence: 6, sizeBytes: 1, conflationKey: null });
  expect(box.take()).toMatchObject({ kind: 'Notice', entry: { sequence: 6 } });
});
