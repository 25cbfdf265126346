import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ProcessId } from '../kernel/index.ts';
import { NoticeRing } from './ring.ts';

const RUN = '01939b6e-0000-7000-8000-000000000001' as ProcessId;
const OTHER_RUN = '01939b6e-0000-7000-8000-000000000002' as ProcessId;

interface Entry {
  readonly sequence: number;
  readonly sizeBytes: number;
}

/** The naive twin: an array that is cut at the front. */
class ListRing {
  entries: Entry[] = [];
  floor: number;
  readonly #limits: { entries: number; bytes: number };

  constructor(floor: number, limits: { entries: number; bytes: number }) {
    this.floor = floor;
    this.#limits = limits;
  }

  bytes(): number {
    return this.entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  }

  append(entry: Entry): void {
    this.entries.push(entry);
    while (
      this.entries.length > this.#limits.entries ||
      (this.entries.length > 1 && this.bytes() > this.#limits.bytes)
    ) {
      this.floor = this.entries.shift()?.sequence ?? this.floor;
    }
  }
}

const limits = fc.record({
  entries: fc.integer({ min: 1, max: 12 }),
  bytes: fc.integer({ min: 1, max: 60 }),
});
/** Gaps between sequences are what conflation leaves. */
const steps = fc.array(
  fc.record({ gap: fc.integer({ min: 1, max: 3 }), sizeBytes: fc.integer({ min: 1, max: 15 }) }),
  { maxLength: 60 },
);

it('agrees with a plain list about what is held, whatever comes and whatever is asked', () => {
  fc.assert(
    fc.property(limits, steps, fc.integer({ min: 0, max: 50 }), (bounds, added, start) => {
      const ring = new NoticeRing<Entry>({ run: RUN, sequence: start }, bounds);
      const list = new ListRing(start, bounds);
      let sequence = start;
      for (const { gap, sizeBytes } of added) {
        sequence += gap;
        ring.append({ sequence, sizeBytes });
        list.append({ sequence, sizeBytes });
      }
      expect(ring.latest).toEqual({ run: RUN, sequence });
      expect(ring.size).toBe(list.entries.length);
      expect(ring.bytes).toBe(list.bytes());
      for (let asked = Math.max(0, start - 2); asked <= sequence + 2; asked += 1) {
        const expected =
          asked < list.floor || asked > sequence
            ? { kind: 'Resync', reason: 'BeyondRing' }
            : { kind: 'Notices', entries: list.entries.filter((e) => e.sequence > asked) };
        expect(ring.since({ run: RUN, sequence: asked })).toEqual(expected);
      }
    }),
  );
});

it('tells a reader of another run to read again, even when the sequence looks familiar', () => {
  const ring = new NoticeRing<Entry>({ run: RUN, sequence: 0 }, { entries: 3, bytes: 100 });
  ring.append({ sequence: 1, sizeBytes: 1 });
  expect(ring.since({ run: OTHER_RUN, sequence: 1 })).toEqual({ kind: 'Resync', reason: 'NewRun' });
});

it('refuses a sequence that does not rise, because a reader would never hear of it', () => {
  const ring = new NoticeRing<Entry>({ run: RUN, sequence: 5 }, { entries: 3, bytes: 100 });
  expect(() => ring.append({ sequence: 5, sizeBytes: 1 })).toThrow(/does not rise/);
});

it('holds nothing after a restart and resumes only from there', () => {
  const ring = new NoticeRing<Entry>({ run: RUN, sequence: 0 }, { entries: 3, bytes: 100 });
  ring.append({ sequence: 1, sizeBytes: 1 });
  ring.restart({ run: OTHER_RUN, sequence: 40 });
  expect(ring.since({ run: RUN, sequence: 1 })).toMatchObject({ kind: 'Resync' });
  expect(ring.since({ run: OTHER_RUN, sequence: 39 })).toMatchObject({ kind: 'Resync' });
  expect(ring.since({ run: OTHER_RUN, sequence: 40 })).toEqual({ kind: 'Notices', entries: [] });
});
