import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ProcessId } from '../kernel/index.ts';
import { NoticeRing, type RingEntry } from './ring.ts';

const RUN = '01939b6e-0000-7000-8000-000000000001' as ProcessId;
const OTHER_RUN = '01939b6e-0000-7000-8000-000000000002' as ProcessId;

const limits = fc.record({
  entries: fc.integer({ min: 1, max: 12 }),
  bytes: fc.integer({ min: 1, max: 60 }),
});
/** Gaps between sequences are what conflation further up has left. */
const steps = fc.array(
  fc.record({
    gap: fc.integer({ min: 1, max: 3 }),
    sizeBytes: fc.integer({ min: 1, max: 15 }),
    conflationKey: fc.option(fc.constantFrom('a', 'b', 'c')),
  }),
  { maxLength: 60 },
);

/** The naive twin: an array that is cut at the front, and looked through from its start. */
class ListRing {
  entries: RingEntry[] = [];
  floor: number;
  readonly #limits: { entries: number; bytes: number };

  constructor(floor: number, bounds: { entries: number; bytes: number }) {
    this.floor = floor;
    this.#limits = bounds;
  }

  bytes(): number {
    return this.entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  }

  append(entry: RingEntry): void {
    const { conflationKey } = entry;
    this.entries = this.entries.map((old) =>
      conflationKey !== null && old.conflationKey === conflationKey
        ? { ...old, sizeBytes: 0 }
        : old,
    );
    this.entries.push(entry);
    while (
      this.entries.length > this.#limits.entries ||
      (this.entries.length > 1 && this.bytes() > this.#limits.bytes)
    ) {
      this.floor = this.entries.shift()?.sequence ?? this.floor;
    }
  }

  next(place: number, latest: number): unknown {
    if (place < this.floor || place > latest) return { kind: 'Gap', reason: 'BeyondRing' };
    const entry = this.entries.find(
      ({ sequence, conflationKey }, index) =>
        sequence > place &&
        (conflationKey === null ||
          !this.entries.slice(index + 1).some((newer) => newer.conflationKey === conflationKey)),
    );
    return entry === undefined ? { kind: 'UpToDate' } : { kind: 'Entry', entry };
  }
}

it('agrees with a plain list about what comes next, whatever came and whatever is asked', () => {
  fc.assert(
    fc.property(limits, steps, fc.integer({ min: 0, max: 50 }), (bounds, added, start) => {
      const ring = new NoticeRing<RingEntry>({ run: RUN, sequence: start }, bounds);
      const list = new ListRing(start, bounds);
      let sequence = start;
      for (const { gap, ...rest } of added) {
        sequence += gap;
        ring.append({ sequence, ...rest });
        list.append({ sequence, ...rest });
        expect(ring.size).toBe(list.entries.length);
        expect(ring.bytes).toBe(list.bytes());
      }
      expect(ring.latest).toEqual({ run: RUN, sequence });
      for (let asked = Math.max(0, start - 2); asked <= sequence + 2; asked += 1) {
        expect(ring.next({ run: RUN, sequence: asked })).toEqual(list.next(asked, sequence));
      }
    }),
  );
});

it('gives several at once as it would have given them one by one', () => {
  const bounds = fc.record({
    entries: fc.integer({ min: 1, max: 5 }),
    bytes: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(limits, steps, bounds, fc.nat(40), (size, added, most, start) => {
      const ring = new NoticeRing<RingEntry>({ run: RUN, sequence: 0 }, size);
      let sequence = 0;
      for (const { gap, ...rest } of added) {
        sequence += gap;
        ring.append({ sequence, ...rest });
      }
      const isWanted = (entry: RingEntry) => entry.sequence % 3 > 0;
      const place = { run: RUN, sequence: start };
      const taken = ring.take(place, most, isWanted);
      const first = ring.next(place);
      if (taken.kind === 'Gap' || first.kind === 'Gap') {
        expect(taken).toEqual(first);
        return;
      }
      const oneByOne: RingEntry[] = [];
      for (let at = start; ; ) {
        const next = ring.next({ run: RUN, sequence: at });
        if (next.kind !== 'Entry') break;
        at = next.entry.sequence;
        if (isWanted(next.entry)) oneByOne.push(next.entry);
      }
      const { entries, upTo, isFull } = taken;
      expect(entries).toEqual(oneByOne.slice(0, entries.length));
      // Nothing that is wanted is passed by: what is left follows where the reader stands now.
      expect(oneByOne.slice(entries.length).every((left) => left.sequence > upTo)).toBe(true);
      expect(isFull).toBe(entries.length < oneByOne.length);
      if (!isFull) expect(upTo).toBe(sequence);
      expect(entries.length).toBeLessThanOrEqual(most.entries);
      const bytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      expect(entries.length === 1 || bytes <= most.bytes).toBe(true);
      if (isFull) expect(entries.length).toBeGreaterThan(0);
    }),
  );
});

it('leaves out nothing silently: each notice is told, replaced by a newer one, or under a gap', () => {
  const acts = fc.array(fc.oneof(steps, fc.constant('read' as const)), { maxLength: 30 });
  fc.assert(
    fc.property(limits, acts, (bounds, script) => {
      const ring = new NoticeRing<RingEntry>({ run: RUN, sequence: 0 }, bounds);
      const published: RingEntry[] = [];
      const told: number[] = [];
      let place = 0;
      const read = (): boolean => {
        const next = ring.next({ run: RUN, sequence: place });
        if (next.kind !== 'Entry') return next.kind === 'UpToDate';
        place = next.entry.sequence;
        told.push(place);
        return true;
      };
      for (const act of [...script, ...Array.from({ length: 20 }, () => 'read' as const)]) {
        if (act === 'read') {
          if (!read()) return; // A gap: the reader is told to read again.
          continue;
        }
        for (const { sizeBytes, conflationKey } of act) {
          const entry = { sequence: published.length + 1, sizeBytes, conflationKey };
          published.push(entry);
          ring.append(entry);
        }
      }
      expect(told).toEqual([...told].sort((a, b) => a - b));
      for (const { sequence, conflationKey } of published) {
        if (told.includes(sequence)) continue;
        const newer = published.filter((o) => o.sequence > sequence);
        expect(conflationKey).not.toBeNull();
        expect(
          newer.some((o) => o.conflationKey === conflationKey && told.includes(o.sequence)),
        ).toBe(true);
      }
    }),
  );
});

it('tells a reader of another run to read again, even when the sequence looks familiar', () => {
  const ring = new NoticeRing<RingEntry>({ run: RUN, sequence: 0 }, { entries: 3, bytes: 100 });
  ring.append({ sequence: 1, sizeBytes: 1, conflationKey: null });
  const gap = { kind: 'Gap', reason: 'NewRun' };
  expect(ring.next({ run: OTHER_RUN, sequence: 1 })).toEqual(gap);
});

it('refuses a sequence that does not rise, because a reader would never hear of it', () => {
  const ring = new NoticeRing<RingEntry>({ run: RUN, sequence: 5 }, { entries: 3, bytes: 100 });
  const append = () => ring.append({ sequence: 5, sizeBytes: 1, conflationKey: null });
  expect(append).toThrow(/does not rise/);
});

it('holds nothing after a restart and resumes only from there', () => {
  const ring = new NoticeRing<RingEntry>({ run: RUN, sequence: 0 }, { entries: 3, bytes: 100 });
  ring.append({ sequence: 1, sizeBytes: 1, conflationKey: 'a' });
  ring.restart({ run: OTHER_RUN, sequence: 40 });
  expect(ring.next({ run: RUN, sequence: 1 })).toMatchObject({ kind: 'Gap' });
  expect(ring.next({ run: OTHER_RUN, sequence: 39 })).toMatchObject({ kind: 'Gap' });
  expect(ring.next({ run: OTHER_RUN, sequence: 40 })).toEqual({ kind: 'UpToDate' });
});
