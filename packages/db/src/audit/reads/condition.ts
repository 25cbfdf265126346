/**
 * What is searched for, as the database's own search takes it (`audit.find_events`). Whose events are
 * found is its rule and row security's.
 */
import type { ClientId, EventId, UtcTime } from '@ultrathink/domain/kernel';
import { Prisma } from '../../generated/client.ts';

export interface EventSearch {
  /** Every word has to match. */
  readonly words: readonly SearchWord[];
  readonly actions: readonly string[];
  readonly actors: readonly string[];
  readonly subjectKinds: readonly string[];
  readonly clients: readonly ClientId[];
  readonly chains: readonly string[];
  /** Inclusive. */
  readonly fromAt: UtcTime | null;
  /** Exclusive. */
  readonly toAt: UtcTime | null;
}

export interface SearchWord {
  readonly text: string;
  /** People and organisations that are called so; their names are not in the sealed bytes. */
  readonly named: readonly string[];
}

/** Where a page ends; the next begins behind it. */
export interface EventPlace {
  readonly at: UtcTime;
  readonly sequence: number;
  readonly id: EventId;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const SEQUENCE = /^\d{1,15}$/;
const HASH_PART = /^[0-9a-f]{6,64}$/i;
const HASH_DIGITS = 64;

/** Where the newest of what is searched for stand: rows of `at`, `id`. */
export function found(
  { words, ...filters }: EventSearch,
  { after, most }: { readonly after: EventPlace | null; readonly most: number },
): Prisma.Sql {
  const wanted = JSON.stringify(words.map(wordOf));
  const within = JSON.stringify({ ...filters, after });
  return Prisma.sql`audit.find_events(${wanted}::jsonb, ${within}::jsonb, ${most}::int)`;
}

/**
 * A number is a sequence, an id an id, the beginning of a hash a hash; anything else begins a word
 * of the sealed bytes, or is part of the name of whom they mean.
 */
function wordOf({ text, named }: SearchWord) {
  const said = text.toLowerCase();
  return {
    said: text,
    named,
    ...(UUID.test(text) && { id: said }),
    ...(SEQUENCE.test(text) && { sequence: text }),
    ...(HASH_PART.test(text) && {
      low: said.padEnd(HASH_DIGITS, '0'),
      high: said.padEnd(HASH_DIGITS, 'f'),
    }),
  };
}
