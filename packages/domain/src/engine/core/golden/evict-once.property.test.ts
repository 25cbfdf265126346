/** Whatever happens to an order after its end: it leaves memory once, and waits for that once at a time. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EngineEvent } from '../event.ts';
import { tellAny } from './tell.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

interface Seen {
  /** Orders that wait to leave memory. */
  readonly waiting: Set<string>;
  readonly evicted: Set<string>;
  /** Set while it waited, or gone twice. */
  readonly repeated: string[];
}

function look({ waiting, evicted, repeated }: Seen, event: EngineEvent): void {
  if (event.type === 'AgendaSet' && event.item.kind === 'Evict') {
    if (waiting.has(event.item.subject)) repeated.push(event.item.subject);
    waiting.add(event.item.subject);
  }
  if (event.type === 'AgendaDone') {
    for (const { kind, subject } of event.items) if (kind === 'Evict') waiting.delete(subject);
  }
  if (event.type === 'OrderEvicted') {
    if (evicted.has(event.clOrdId)) repeated.push(event.clOrdId);
    evicted.add(event.clOrdId);
  }
}

test('an order is evicted once, and stands once on the agenda for it', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 20, max: 60 }), (seed, acts) => {
      const seen: Seen = { waiting: new Set(), evicted: new Set(), repeated: [] };
      for (const { events } of tellAny(seed, acts, sha256).records) {
        for (const event of events) look(seen, event);
      }
      expect(seen.repeated).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
