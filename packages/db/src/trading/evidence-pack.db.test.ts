/** The evidence pack of an order that was really decided, filled and booked: what it proves, and what it names. */
import type { Decided, Input } from '@ultrathink/domain/engine/core';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  BETA_ACCOUNT,
  BTC_USD,
  dec,
  px,
  qty,
  USD,
} from '@ultrathink/domain/engine/core/testing';
import { fromEpochMs } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { expect, it, vi } from 'vitest';
import {
  aClientsActor,
  aLedShard,
  anActor,
  anAuditedLog,
  anId,
  openTestDatabase,
} from '../../testing/index.ts';
import { type Line, linesOf, packOf, verified, withManifest } from '../../testing/packs.ts';

vi.setConfig({ testTimeout: 60_000 });

const database = await openTestDatabase();

const childrenOf = ({ record }: Decided): readonly ClOrdId[] =>
  record.events.flatMap((event) => (event.type === 'ChildPlaced' ? [event.placement.clOrdId] : []));

const accepted = (clOrdId: ClOrdId, n: number): Input => ({
  kind: 'Sent',
  id: anId(),
  request: 'New',
  clOrdId,
  outcome: {
    kind: 'Accepted',
    orderId: `V-${n}`,
    report: null,
    fills: [
      {
        execId: `X-${n}`,
        orderId: `V-${n}` as never,
        clOrdId,
        instrument: BTC_USD,
        side: 'Buy',
        lastQty: qty('0.5'),
        lastPx: px('100'),
        fee: { amount: dec('0.05'), asset: USD },
        isMaker: false,
        at: fromEpochMs(Date.now()),
      },
    ],
  },
  evidence: null,
  toWireMs: 1,
  roundTripMs: 20,
});

it('verifies offline, names whatever was changed, and holds nothing of others for the client itself', async () => {
  const { journal, engine } = await aLedShard(database);
  const client = engine.named(ALPHA);
  const account = engine.named(ALPHA_ACCOUNT);
  await database.sql('insert into clients.client (client_id, name) values ($1, $2)', [client, 'A']);
  await database.sql('insert into clients.account (id, client_id, name) values ($1, $2, $3)', [
    account,
    client,
    'Main',
  ]);
  const placed = engine.order();
  const fills = childrenOf(placed).map((child, n) => engine.decide(accepted(child, n)));
  expect(fills.length).toBeGreaterThan(0);
  expect(await journal.append([placed, ...fills])).toEqual({ ok: true, value: null });
  const decided = placed.record.events.find((event) => event.type === 'OrderDecided');
  const clOrdId = decided?.decision.clOrdId ?? anId<ClOrdId>();
  const firm = anActor();

  const log = anAuditedLog(database);
  const before = await packOf(database, firm, clOrdId);
  expect(before?.kind).toBe('NotYet');
  for (let n = 0; n < 10; n += 1) await log.number();
  expect(await log.sign()).toBe('Signed');
  const pack = await packOf(database, firm, clOrdId);
  if (pack?.kind !== 'Pack') throw new Error(`No pack: ${JSON.stringify(pack)}`);
  const whole = verified(pack.text);
  expect(whole.said).toContain('Verified.');
  expect(whole.code).toBe(0);
  const lines = linesOf(pack.text);
  const record = lines.find(({ kind }) => kind === 'Record');
  expect(record).toBeDefined();

  // Any byte, by whoever can not make the list of lines anew.
  const flipped = pack.text.replace('"cumQty":"', '"cumQty":"1');
  expect(verified(flipped)).toEqual({
    code: 1,
    said: expect.stringMatching(/First bad: line \d+ \(Order\): it is not as the pack was made/),
  });

  const changed = (of: string, change: (line: Line) => object): Line[] => {
    const at = lines.findIndex(({ kind }) => kind === of);
    return lines.map((line, n) => (n === at ? { ...line, ...change(line) } : line)) as Line[];
  };
  const without = (of: string): Line[] => {
    const at = lines.findIndex(({ kind }) => kind === of);
    return lines.filter((_, n) => n !== at);
  };
  const otherBody = (line: Line) => {
    const body = Buffer.from(String(line['body']), 'base64').toString().replace('Buy', 'Sel');
    return { body: Buffer.from(body).toString('base64') };
  };
  const tampered: readonly (readonly [string, readonly Line[], RegExp])[] = [
    ['an event', changed('Event', otherBody), /sequence \d+ of the chain .*its contents/],
    ['an event left out', without('Event'), /it is not the one|missing|no sealed event/],
    ['a record', changed('Record', otherBody), /record \d+ of the journal: its contents/],
    ['a record left out', without('Record'), /record \d+ of the journal: it is missing/],
    ['the order', changed('Order', () => ({ price: '99' })), /the order .*: its price/],
    ['its sum', changed('Order', () => ({ cumQty: '3' })), /the order .*: its cumQty/],
    [
      'a fill',
      changed('Execution', () => ({ lastPx: '99' })),
      /the execution X-\d: quantity, price/,
    ],
    [
      'a fee',
      changed('Execution', () => ({ fee: { amount: '0.01', asset: 'USD' } })),
      /the execution X-\d: its fee/,
    ],
    ['a fill left out', without('Execution'), /the execution X-\d: it is missing/],
    [
      'a check left out',
      changed('Decision', ({ checks }) => ({ checks: (checks as unknown[]).slice(1) })),
      /the decision: it has \d+ checks/,
    ],
    ['a route', changed('Receipt', () => ({ plan: '{}' })), /the routing receipt: its contents/],
    [
      'another route',
      changed('Receipt', () => ({ hash: '00' })),
      /the routing receipt: it is not the one/,
    ],
    [
      'an entry',
      changed('Entry', ({ postings }) => ({
        postings: (postings as Line[]).map((one) => ({ ...one, amount: '1' })),
      })),
      /the entry .*: a posting of it is not one/,
    ],
    [
      'a posting left out',
      changed('Entry', ({ postings }) => ({ postings: (postings as Line[]).slice(1) })),
      /the entry .*: a posting of it is missing/,
    ],
    ['an entry left out', without('Entry'), /the entry .*: it is missing/],
    [
      'a checkpoint',
      changed('Checkpoint', ({ note }) => ({ note: String(note).replace(/\n\d+\n/, '\n1\n') })),
      /checkpoint|signature/,
    ],
  ];
  for (const [what, now, named] of tampered) {
    const { code, said } = verified(withManifest(now));
    expect([what, code], said).toEqual([what, expect.toSatisfy((n: number) => n > 0)]);
    expect(said, what).toMatch(named);
  }

  const own = await packOf(database, aClientsActor(client), clOrdId);
  if (own?.kind !== 'Pack') throw new Error(`No pack: ${JSON.stringify(own)}`);
  const kinds = linesOf(own.text).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'Withheld')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'Record')).toHaveLength(fills.length);
  expect(verified(own.text).said).toMatch(/1 are held back[\s\S]*Verified\./);
  const opened = linesOf(own.text)
    .filter(({ kind }) => kind === 'Record')
    .map(({ body }) => Buffer.from(String(body), 'base64').toString());
  for (const text of opened) {
    expect(text).not.toContain(engine.named(BETA_ACCOUNT));
    expect(text).not.toContain('OrderDecided');
  }

  expect(await packOf(database, aClientsActor(), clOrdId)).toBeUndefined();
  expect(
    await packOf(database, anActor({ kind: 'Staff', clientIds: [] }), clOrdId),
  ).toBeUndefined();
});
