/** Nothing that changes money, orders or trading states is without its event in the trail. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eventBody } from '../../audit/index.ts';
import { mapChanges, mapEntries, toText } from '../../kernel/index.ts';
import { apply } from './apply.ts';
import { AUDITED, type AuditEvent, auditOf } from './audit.ts';
import { tellAny, tellGolden } from './golden/tell.ts';
import type { Decided, JournalRecord } from './journal.ts';
import { rowsOf } from './projections.ts';
import { EMPTY_STATE } from './state.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const SHARD = 0;

function decidedOf(records: readonly JournalRecord[]): readonly Decided[] {
  let state = EMPTY_STATE;
  return records.map((record) => {
    const before = state;
    state = record.events.reduce(apply, state);
    return { record, before, after: state, effects: [] };
  });
}

const STORIES = [
  decidedOf(tellGolden(sha256).records),
  ...[1, 2, 3].map((seed) => decidedOf(tellAny(seed, 150, sha256).records)),
];

const actionsOn = (events: readonly AuditEvent[], id: string) =>
  events.filter(({ draft }) => draft.subject.id === id || JSON.stringify(draft).includes(id));

/** What changed and is in no event. */
function untoldBy(decided: Decided): readonly string[] {
  const { before, after, record } = decided;
  const events = auditOf(SHARD, decided, 'ab'.repeat(32));
  const missing: string[] = [];
  mapChanges(before.orders, after.orders, (id, is, was) => {
    if (is === undefined) return;
    const isAlike =
      is.order.ordStatus === was?.order.ordStatus && is.order.cumQty === was?.order.cumQty;
    const ids = [id, ...is.children, is.order.placement.parentClOrdId ?? id];
    if (!isAlike && !ids.some((one) => actionsOn(events, one).length > 0))
      missing.push(`order ${id}`);
  });
  const booked = record.events.flatMap((event) =>
    event.type === 'LedgerMoved' && event.event.type === 'EntryBooked'
      ? [event.event.entry.id]
      : [],
  );
  for (const id of booked) if (actionsOn(events, id).length === 0) missing.push(`entry ${id}`);
  mapChanges(before.ledger.balances, after.ledger.balances, (key) => {
    if (booked.length === 0) missing.push(`balance ${key}`);
  });
  mapChanges(before.ledger.holds, after.ledger.holds, (id, is, was) => {
    // An entry takes its part of a hold: the entry is told. One that is forgotten had ended.
    const isTaken = is?.reserved === was?.reserved && is?.released === was?.released;
    if (is !== undefined && !isTaken && actionsOn(events, id).length === 0)
      missing.push(`hold ${id}`);
  });
  mapChanges(before.risk.states, after.risk.states, (key) => {
    if (actionsOn(events, key).length === 0) missing.push(`state ${key}`);
  });
  return missing;
}

describe('the audit trail of decisions', () => {
  it('has a sentence for every type of event, or says why there is none', () => {
    for (const [type, entry] of Object.entries(AUDITED)) {
      const isTold = typeof entry === 'function' || entry.untold.length > 20;
      expect(`${type} ${isTold}`).toBe(`${type} true`);
    }
  });

  it('tells every change of an order, of money, of a hold and of a trading state', () => {
    for (const story of STORIES) {
      expect(story.length).toBeGreaterThan(50);
      expect(story.flatMap((decided) => untoldBy(decided))).toEqual([]);
    }
  });

  it('can be sealed as it is, each event once, below the bytes an event may have', () => {
    for (const story of STORIES) {
      const events = story.flatMap((decided) => auditOf(SHARD, decided, 'ab'.repeat(32)));
      for (const { frame, draft } of events) {
        const body = eventBody(frame, draft);
        expect(`${draft.action} ${body.ok}`).toBe(`${draft.action} true`);
        if (body.ok) expect(body.value.length).toBeLessThan(262_144);
        expect(draft.action).toMatch(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/);
      }
      expect(new Set(events.map(({ frame }) => frame.id)).size).toBe(events.length);
    }
  });

  it('names the person who asked, and the run where nobody did', () => {
    const [story = []] = STORIES;
    for (const decided of story) {
      const { input } = decided.record;
      for (const { frame } of auditOf(SHARD, decided, 'ab'.repeat(32))) {
        expect(frame.actor.id).toBe(
          input.kind === 'Command' ? input.asker.person : (decided.after.run?.id ?? input.id),
        );
      }
    }
  });
});

/** A store as the database keeps one: by key, each row over the one before it. */
function storeOf(story: readonly Decided[], size: number) {
  const rows = { orders: new Map(), balances: new Map(), holds: new Map(), exposures: new Map() };
  const added = { executions: 0, decisions: 0, postings: 0 };
  for (let at = 0; at < story.length; at += size) {
    const [first, ...rest] = story.slice(at, at + size);
    if (first === undefined) break;
    const made = rowsOf(SHARD, [first, ...rest]);
    const kept = <T>(row: T) => ({ ...row, sequence: 0 });
    for (const row of made.orders) rows.orders.set(row.clOrdId, kept(row));
    for (const row of made.balances) rows.balances.set(row.accountKey, kept(row));
    for (const row of made.holds) rows.holds.set(row.id, kept(row));
    for (const row of made.exposures) {
      rows.exposures.set(`${row.level}|${row.scope}|${row.asset}`, kept(row));
    }
    added.executions += made.executions.length;
    added.decisions += made.decisions.length;
    added.postings += made.postings.length;
  }
  return { ...rows, added };
}

describe('what pages read of decisions', () => {
  it('is the same, however the records came together in batches', () => {
    for (const story of STORIES) {
      const one = storeOf(story, 1);
      for (const size of [2, 7, story.length]) expect(storeOf(story, size)).toEqual(one);
    }
  });

  it('says of balances, holds and orders what the state says in the end', () => {
    for (const story of STORIES) {
      const state = story.at(-1)?.after ?? EMPTY_STATE;
      const store = storeOf(story, 5);
      for (const [key, amount] of mapEntries(state.ledger.balances)) {
        expect(store.balances.get(key)?.balance).toBe(toText(amount));
      }
      for (const [id, hold] of mapEntries(state.ledger.holds)) {
        expect(store.holds.get(id)?.isOpen).toBe(hold.isOpen);
      }
      for (const [id, { order }] of mapEntries(state.orders)) {
        expect(store.orders.get(id)?.ordStatus).toBe(order.ordStatus);
        expect(store.orders.get(id)?.cumQty).toBe(toText(order.cumQty));
      }
      expect(store.added.decisions).toBeGreaterThan(10);
    }
  });
});
