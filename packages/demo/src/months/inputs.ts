/** Inputs of an invented past as the engine takes them, and the market that each needs to be judged by. */
import { hash } from 'node:crypto';
import type {
  CommandAct,
  CommandInput,
  InputBody,
  MarketSlice,
} from '@ultrathink/domain/engine/core';
import {
  type Asset,
  type CommandId,
  type CorrelationId,
  type Decimal,
  decimal,
  type IdempotencyKey,
  type PersonId,
} from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { INSTRUMENTS } from '../figures.ts';
import type { Books } from './books.ts';
import type { SeededIds } from './seeded-ids.ts';

const shares = (all: Readonly<Record<string, string>>): Readonly<Record<string, Decimal>> =>
  Object.fromEntries(Object.entries(all).map(([asset, share]) => [asset, decimal(share)]));
/** Of a day, as the model's assets have it. */
const VOLATILITY = shares({ BTC: '0.0262', ETH: '0.0336', SOL: '0.0455' });
/** In base asset, of an average day over the venues. */
const VOLUME = shares({ BTC: '9400', ETH: '210000', SOL: '2100000' });
const VALUED = ['BTC', 'ETH', 'EUR', 'SOL', 'USD', 'USDT'] as const;

export function commandOf(
  ids: SeededIds,
  person: PersonId,
  act: CommandAct,
  atMs: number,
): CommandInput {
  return {
    kind: 'Command',
    commandId: ids.at<CommandId>(atMs),
    idempotencyKey: ids.at<IdempotencyKey>(atMs),
    inputHash: hash('sha256', JSON.stringify(act)),
    asker: { person, session: null, apiKey: null, correlationId: ids.at<CorrelationId>(atMs) },
    act,
  };
}

export function markedAt(books: Books, atMs: number): InputBody {
  const instruments = INSTRUMENTS.map((id) => {
    const [base = ''] = id.split('/');
    return {
      instrument: id as string as InstrumentId,
      price: books.reference(id, atMs),
      volatility: VOLATILITY[base] ?? null,
      dailyVolume: VOLUME[base] ?? null,
    };
  });
  const values = VALUED.map((asset) => ({
    asset: asset as string as Asset,
    value: decimal(books.usd(asset, atMs).toFixed(6)),
  }));
  return { kind: 'Marked', instruments, values };
}

/** Whether something of it may have to go elsewhere: that is decided by whole books. */
export function needsDepth(told: InputBody): boolean {
  if (told.kind !== 'Sent') return true;
  const { outcome } = told;
  if (outcome.kind !== 'Accepted') return true;
  return outcome.report?.ordStatus !== 'Filled' && outcome.report?.ordStatus !== 'New';
}

/** The best of each book: enough to say what the market was. */
export function thinned(slice: MarketSlice | null): MarketSlice | null {
  if (slice === null) return null;
  const venues = slice.venues.map((one) => {
    const { book } = one;
    if (book.kind !== 'Good') return one;
    return { ...one, book: { ...book, bids: book.bids.slice(0, 1), asks: book.asks.slice(0, 1) } };
  });
  return { ...slice, venues };
}

/** Null where nothing was filled. */
export function instrumentFilled(told: InputBody): InstrumentId | null {
  if (told.kind === 'Answered') {
    const { answer } = told;
    return answer?.question === 'Fills' ? (answer.fills[0]?.instrument ?? null) : null;
  }
  if (told.kind !== 'Sent' || told.outcome.kind !== 'Accepted') return null;
  return told.outcome.fills[0]?.instrument ?? null;
}
