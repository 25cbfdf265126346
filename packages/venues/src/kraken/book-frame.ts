/**
 * Frames of the book channel as exact text. Thousands of them come each second, so the form in which
 * the venue writes them is read by its fixed order of names, digit by digit; whatever deviates from it
 * goes the slow way, which knows JSON and asks for every field. Both give the same. The venue's time
 * stamp is passed over: how old a book is counts from when it came.
 *
 * The checksum: CRC-32 over the ten best asks, then the ten best bids, each as price and quantity
 * without the point and without leading zeros (guide "Book checksum (WebSocket v2)").
 */
import { crc32 } from 'node:zlib';
import { ok, type Result } from '@ultrathink/domain/kernel';
import type { LevelText } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { type Malformed, malformed, readAs } from '../common/reading.ts';

export interface BookFrame {
  readonly kind: 'Book';
  readonly type: 'snapshot' | 'update';
  /** `BTC/EUR`. */
  readonly symbol: string;
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
  readonly checksum: number;
}

const HEAD =
  /^\{"channel":"book","type":"(snapshot|update)","data":\[\{"symbol":"([^"\\]{1,32})","bids":\[/;
const ASKS = '],"asks":[';
const CHECKSUM = /^\],"checksum":(\d{1,10})(?:,"timestamp":"[^"\\]{20,40}")?\}\]\}$/;
const PRICE = '{"price":';
const QTY = ',"qty":';

/** Null for what is not written exactly so: the slow way decides what it is. */
export function readBookFast(text: string): BookFrame | null {
  const head = HEAD.exec(text);
  if (head === null) return null;
  const bids: LevelText[] = [];
  const asks: LevelText[] = [];
  const bidsEnd = readLevels(text, head[0].length, bids);
  if (bidsEnd === -1 || !text.startsWith(ASKS, bidsEnd)) return null;
  const asksEnd = readLevels(text, bidsEnd + ASKS.length, asks);
  if (asksEnd === -1) return null;
  const tail = CHECKSUM.exec(text.slice(asksEnd));
  if (tail === null) return null;
  const [, type, symbol = ''] = head;
  const checksum = Number(tail[1]);
  return {
    kind: 'Book',
    type: type === 'snapshot' ? 'snapshot' : 'update',
    symbol,
    bids,
    asks,
    checksum,
  };
}

/** Where the list ends, or -1 for one that is written in another way. */
function readLevels(text: string, start: number, into: LevelText[]): number {
  let at = start;
  if (text.charCodeAt(at) === BRACKET) return at;
  for (;;) {
    if (!text.startsWith(PRICE, at)) return -1;
    const priceStart = at + PRICE.length;
    const priceEnd = digitsEnd(text, priceStart);
    if (priceEnd === priceStart || !text.startsWith(QTY, priceEnd)) return -1;
    const qtyStart = priceEnd + QTY.length;
    const qtyEnd = digitsEnd(text, qtyStart);
    if (qtyEnd === qtyStart || text.charCodeAt(qtyEnd) !== BRACE) return -1;
    into.push([text.slice(priceStart, priceEnd), text.slice(qtyStart, qtyEnd)]);
    const next = text.charCodeAt(qtyEnd + 1);
    if (next === BRACKET) return qtyEnd + 1;
    if (next !== COMMA) return -1;
    at = qtyEnd + 2;
  }
}

const [COMMA, POINT, ZERO, NINE, BRACKET, BRACE] = [44, 46, 48, 57, 93, 125];

/** Past a number of JSON without sign and exponent; `start` where none stands. */
function digitsEnd(text: string, start: number): number {
  let at = start;
  let points = 0;
  for (;;) {
    const sign = text.charCodeAt(at);
    if (sign === POINT) points += 1;
    else if (!(sign >= ZERO && sign <= NINE)) break;
    at += 1;
  }
  const isOdd = points > 1 || text.charCodeAt(start) === POINT || text.charCodeAt(at - 1) === POINT;
  return isOdd || hasLeadingZero(text, start) ? start : at;
}

/** `05` is no number of JSON. */
function hasLeadingZero(text: string, start: number): boolean {
  const second = text.charCodeAt(start + 1);
  return text.charCodeAt(start) === ZERO && second >= ZERO && second <= NINE;
}

const level = z
  .object({ price: z.string(), qty: z.string() })
  .transform(({ price, qty }): LevelText => [price, qty]);

const frame = z.object({
  type: z.enum(['snapshot', 'update']),
  data: z.tuple([
    z.object({
      symbol: z.string(),
      bids: z.array(level),
      asks: z.array(level),
      checksum: z.string().regex(/^\d{1,10}$/),
    }),
  ]),
});

/** `raw` with its numbers as text. */
export function readBookSlow(raw: unknown): Result<BookFrame, Malformed> {
  const read = readAs(frame, raw);
  if (!read.ok) return read;
  const { type, data } = read.value;
  const [{ symbol, bids, asks, checksum }] = data;
  const isPlain = [...bids, ...asks].every((one) => one.every((text) => PLAIN.test(text)));
  if (!isPlain) return { ok: false, error: malformed('book: not a plain decimal') };
  return ok({ kind: 'Book', type, symbol, bids, asks, checksum: Number(checksum) });
}

const PLAIN = /^\d+(?:\.\d+)?$/;

/** Of the best ten of each side, best first, as the book keeps them. */
export function checksumOf(asks: readonly LevelText[], bids: readonly LevelText[]): number {
  let text = '';
  for (const [price, qty] of asks) text += digits(price) + digits(qty);
  for (const [price, qty] of bids) text += digits(price) + digits(qty);
  return crc32(text);
}

function digits(text: string): string {
  const point = text.indexOf('.');
  const joined = point === -1 ? text : text.slice(0, point) + text.slice(point + 1);
  let first = 0;
  while (joined.charCodeAt(first) === ZERO) first += 1;
  return first === 0 ? joined : joined.slice(first);
}

/**
 * A level with the decimals that the pair has: the checksum covers trailing zeros, which not every
 * writer of JSON keeps.
 */
export function padded(levels: readonly LevelText[], price: number, qty: number): LevelText[] {
  return levels.map(([one, other]) => [withDecimals(one, price), withDecimals(other, qty)]);
}

function withDecimals(text: string, decimals: number): string {
  const point = text.indexOf('.');
  const has = point === -1 ? 0 : text.length - point - 1;
  if (has >= decimals) return text;
  return (point === -1 ? `${text}.` : text) + '0'.repeat(decimals - has);
}
