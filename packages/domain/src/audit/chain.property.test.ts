import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from './bytes.ts';
import { type ChainHead, checkChain, genesis, type SealedEvent, sealEvent } from './chain.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const START = genesis(sha256, 'people');

function chainOf(bodies: readonly string[], start: ChainHead = START): SealedEvent[] {
  const events: SealedEvent[] = [];
  let head = start;
  for (const body of bodies) {
    const event = sealEvent(sha256, head, utf8(body));
    events.push(event);
    head = event;
  }
  return events;
}

/** Different bodies, so that a swap is a change. */
const bodies = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 20 });
const chainAndPlace = bodies.chain((texts) =>
  fc.tuple(fc.constant(chainOf(texts)), fc.integer({ min: 0, max: texts.length - 1 })),
);
const whyAt = (events: readonly SealedEvent[]) => {
  const checked = checkChain(sha256, START, events);
  return checked.ok ? 'intact' : checked.error;
};
const event = (events: readonly SealedEvent[], i: number): SealedEvent => {
  const found = events[i];
  if (found === undefined) throw new Error(`There is no event at ${i}.`);
  return found;
};

describe('the hash chain', () => {
  it('is intact as it was written, and says where it ends', () => {
    fc.assert(
      fc.property(bodies, (texts) => {
        const events = chainOf(texts);
        const checked = checkChain(sha256, START, events);
        expect(checked).toEqual({
          ok: true,
          value: { chain: 'people', sequence: texts.length, hash: events.at(-1)?.hash },
        });
      }),
    );
  });

  it('names the first event whose body was changed', () => {
    fc.assert(
      fc.property(chainAndPlace, ([events, i]) => {
        const forged = events.with(i, {
          ...event(events, i),
          body: utf8(`${i}, but not what was written`),
        });
        expect(whyAt(forged)).toEqual({ sequence: i + 1, why: 'HashDiffers' });
      }),
    );
  });

  it('names the event after a changed one whose hash was mended too', () => {
    fc.assert(
      fc.property(chainAndPlace, ([events, i]) => {
        const before = i === 0 ? START : event(events, i - 1);
        const forged = events.with(i, sealEvent(sha256, before, utf8('mended')));
        const expected =
          i + 1 < events.length ? { sequence: i + 2, why: 'PreviousHashDiffers' } : 'intact';
        expect(whyAt(forged)).toEqual(expected);
      }),
    );
  });

  it('names the place of a removed event, except at the end, which only a checkpoint can show', () => {
    fc.assert(
      fc.property(chainAndPlace, ([events, i]) => {
        const cut = events.toSpliced(i, 1);
        expect(whyAt(cut)).toEqual(
          i + 1 < events.length ? { sequence: i + 1, why: 'SequenceGap' } : 'intact',
        );
      }),
    );
  });

  it('names the place of a removed event also when the later ones were renumbered', () => {
    fc.assert(
      fc.property(chainAndPlace, ([events, i]) => {
        fc.pre(i + 1 < events.length);
        const cut = events.toSpliced(i, 1).map((e, at) => ({ ...e, sequence: at + 1 }));
        expect(whyAt(cut)).toEqual({ sequence: i + 1, why: 'PreviousHashDiffers' });
      }),
    );
  });

  it('takes no event of another chain, nor a chain that begins under another name', () => {
    const other = chainOf(['a', 'b'], genesis(sha256, 'shard:0'));
    expect(whyAt(other)).toEqual({ sequence: 1, why: 'OtherChain' });
    expect(whyAt(other.map((e) => ({ ...e, chain: 'people' })))).toEqual({
      sequence: 1,
      why: 'PreviousHashDiffers',
    });
  });
});
