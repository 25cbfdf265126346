/** What Binance tells one account as it happens. */
import { add, err, ok, type Result } from '@ultrathink/domain/kernel';
import type { OrderReport, VenueFill } from '@ultrathink/domain/trading';
import { z } from 'zod';
import {
  amount,
  asset,
  epochMs,
  type Malformed,
  malformed,
  ownId,
  price,
  quantity,
  readAs,
  readJson,
} from '../common/reading.ts';
import type { Report } from '../contract/execution-client.ts';
import { averageOf, execIdOf, type IdOf, orderQtyOf, ordStatus, side } from './parse-account.ts';

export type UserMessage =
  /** The answer to our subscription; `error` is null when it was taken. */
  | { readonly kind: 'Answered'; readonly error: string | null }
  | { readonly kind: 'Reports'; readonly reports: readonly Report[] }
  /** The venue ends this stream: open it again. */
  | { readonly kind: 'Ended' };

const envelope = z.union([
  z.object({ event: z.looseObject({ e: z.string() }) }),
  z.object({ status: z.int(), error: z.unknown().optional() }),
]);

export function parseUserMessage(text: string, idOf: IdOf): Result<UserMessage, Malformed> {
  const raw = readJson(text);
  if (!raw.ok) return raw;
  const read = readAs(envelope, raw.value);
  if (!read.ok) return read;
  if ('event' in read.value) return parseUserEvent(read.value.event, idOf);
  const { status, error } = read.value;
  return ok({ kind: 'Answered', error: status === 200 ? null : JSON.stringify(error ?? status) });
}

const NOTHING: Result<UserMessage, Malformed> = ok({ kind: 'Reports', reports: [] });

/** One event, without what it comes wrapped in. */
export function parseUserEvent(
  event: { readonly e: string },
  idOf: IdOf,
): Result<UserMessage, Malformed> {
  switch (event.e) {
    case 'executionReport':
      return executionReport(event, idOf);
    case 'outboundAccountPosition':
      return accountPosition(event);
    // Changes of a balance are told by a position besides; lists of orders by each of their orders.
    case 'balanceUpdate':
    case 'listStatus':
    case 'externalLockUpdate':
      return NOTHING;
    case 'eventStreamTerminated':
      return ok({ kind: 'Ended' });
    default:
      return err(malformed(`an event of a kind we do not know: ${event.e}`));
  }
}

const execution = z.object({
  s: z.string(),
  /** Of the request; a cancel has an id of its own here and the order's in `C`. */
  c: z.string(),
  C: z.string(),
  S: side,
  x: z.enum(['NEW', 'CANCELED', 'REPLACED', 'REJECTED', 'TRADE', 'EXPIRED', 'TRADE_PREVENTION']),
  X: ordStatus,
  r: z.string(),
  i: z.int().min(0),
  q: quantity,
  z: quantity,
  Z: amount,
  l: quantity,
  L: price,
  n: amount,
  N: asset.nullable(),
  T: epochMs,
  t: z.int(),
  m: z.boolean(),
});

type Execution = z.infer<typeof execution>;

function executionReport(event: unknown, idOf: IdOf): Result<UserMessage, Malformed> {
  const read = readAs(execution, event);
  if (!read.ok) return read;
  const instrument = idOf(read.value.s);
  if (instrument === undefined) return err(malformed(`${read.value.s} is not listed`));
  const { i, c, C, S, X, q, z: cumQty, Z, T, r } = read.value;
  const report: OrderReport = {
    orderId: String(i),
    clOrdId: ownId(C === '' ? c : C),
    instrument,
    side: S,
    ordStatus: X,
    orderQty: orderQtyOf(q),
    cumQty,
    avgPx: averageOf(cumQty, Z),
    at: T,
    text: r === 'NONE' ? null : r,
  };
  const order: Report = { kind: 'Order', report };
  // The fill first, so that nobody sees an order filled by something that was not told.
  const reports = read.value.x === 'TRADE' ? [fillOf(read.value, report), order] : [order];
  return ok({ kind: 'Reports', reports });
}

function fillOf(read: Execution, { orderId, clOrdId, instrument, side: own }: OrderReport): Report {
  const { s, t, i, l, L, n, N, m, T } = read;
  const fill: VenueFill = {
    execId: execIdOf(s, t, i),
    orderId,
    clOrdId,
    instrument,
    side: own,
    lastQty: l,
    lastPx: L,
    fee: N === null ? null : { amount: n, asset: N },
    isMaker: m,
    at: T,
  };
  return { kind: 'Fill', fill };
}

const position = z.object({ B: z.array(z.object({ a: asset, f: amount, l: amount })) });

function accountPosition(event: unknown): Result<UserMessage, Malformed> {
  const read = readAs(position, event);
  if (!read.ok) return read;
  const reports = read.value.B.map(
    ({ a, f, l }): Report => ({
      kind: 'Balance',
      balance: { asset: a, total: add(f, l), held: l },
    }),
  );
  return ok({ kind: 'Reports', reports });
}
