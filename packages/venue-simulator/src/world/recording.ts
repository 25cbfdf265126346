/**
 * Recordings of markets, a line of JSON each: first what it is, then what happened, oldest first.
 *
 *     {"format":"market-recording","version":1,"startedAt":1793491200000}
 *     {"at":0,"venue":"binance","instrument":"BTC/USDT","levels":[["Buy","92000.01","0.5"]]}
 *     {"at":100,"venue":"binance","instrument":"BTC/USDT","trades":[["Sell","92000.01","0.2"]]}
 *
 * `at` counts milliseconds from the start. A level is side, price and what rests there from then on,
 * "0" for nothing; a trade is the taker's side, price and quantity. Quantities are in base asset, all
 * decimals are text. Whatever writes these lines, from the model or from a real venue's streams, can be
 * replayed.
 */
import { formatFixed, parseFixed } from '../kernel/fixed.ts';
import type { Happened, Row } from './happened.ts';
import type { VenueWorld } from './venue-world.ts';

const FORMAT = 'market-recording';
const VERSION = 1;

/**
 * Writes the books as they stand and all that comes after, of these instruments; all of them where none
 * are named. Answers with what ends it.
 */
export function record(
  venues: readonly VenueWorld[],
  startedAt: number,
  write: (line: string) => void,
  instruments: readonly string[] | null = null,
): () => void {
  const isMeant = (id: string) => instruments === null || instruments.includes(id);
  const line = (value: unknown) => write(`${JSON.stringify(value)}\n`);
  line({ format: FORMAT, version: VERSION, startedAt });
  const text = ([side, price, qty]: Row) => [side, formatFixed(price), formatFixed(qty)];
  const stops = venues.map((venue) => {
    const { name } = venue;
    for (const { id } of venue.listings().filter((listing) => isMeant(listing.id))) {
      const levels = (['Buy', 'Sell'] as const).flatMap((side) =>
        (venue.market(id)?.book.levels(side) ?? []).map(({ price, qty }) =>
          text([side, price, qty]),
        ),
      );
      line({ at: 0, venue: name, instrument: id, levels });
    }
    return venue.listen({
      onTrade: ({ instrument, at, price, qty, takerSide }) => {
        if (!isMeant(instrument)) return;
        const trades = [text([takerSide, price, qty])];
        line({ at: at - startedAt, venue: name, instrument, trades });
      },
      onBook: ({ instrument, at, changes }) => {
        if (!isMeant(instrument)) return;
        const levels = changes.map(({ side, price, qty }) => text([side, price, qty]));
        line({ at: at - startedAt, venue: name, instrument, levels });
      },
    });
  });
  return () => {
    for (const stop of stops) stop();
  };
}

/** @throws {RangeError} naming the first line that is not of this format. */
export function readRecording(text: string): readonly Happened[] {
  const [head = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const { format, version } = objectOf(head);
  if (format !== FORMAT || version !== VERSION) {
    throw new RangeError(`Line 1 is no recording of markets of version ${VERSION}.`);
  }
  let last = 0;
  return lines.map((line, n) => {
    const happened = happenedOf(objectOf(line));
    if (happened === undefined || happened.at < last) {
      throw new RangeError(`Line ${n + 2} of the recording can't be read, or is out of order.`);
    }
    last = happened.at;
    return happened;
  });
}

function objectOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function happenedOf(raw: Readonly<Record<string, unknown>>): Happened | undefined {
  const { at, venue, instrument } = raw;
  const [levels, trades] = [rowsOf(raw['levels']), rowsOf(raw['trades'])];
  if (typeof at !== 'number' || !Number.isSafeInteger(at)) return undefined;
  if (typeof venue !== 'string' || typeof instrument !== 'string') return undefined;
  if (levels === undefined || trades === undefined) return undefined;
  return { at, venue, instrument, levels, trades };
}

function rowsOf(raw: unknown): Row[] | undefined {
  if (raw === undefined) return [];
  if (!Array.isArray(raw)) return undefined;
  const rows = raw.map((row: unknown): Row | undefined => {
    if (!Array.isArray(row)) return undefined;
    const [side, price, qty] = row as unknown[];
    const [at, size] = [parseFixed(String(price)), parseFixed(String(qty))];
    if (side !== 'Buy' && side !== 'Sell') return undefined;
    return at === undefined || size === undefined || at <= 0n || size < 0n
      ? undefined
      : [side, at, size];
  });
  return rows.every((row) => row !== undefined) ? rows : undefined;
}
