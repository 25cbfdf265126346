/** Costs as they are told: decimal text, null for what is not known. */
import type { CostSearch, VenueSearch } from '@ultrathink/db/tca';
import {
  type AccountId,
  type ClientId,
  type Decimal,
  idSchema,
  msBetween,
  toText,
  type UtcTime,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import { instrumentTextSchema } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { Refusal } from '../errors.ts';

const DAY_MS = 86_400_000;
const MOST_DAYS = 100;

export const figure = z.string().max(100);
export const figureOrNull = figure.nullable();

export const textOf = (value: Decimal | null | undefined): string | null =>
  value === null || value === undefined ? null : toText(value);

/** Which orders are meant. Nothing of it widens what the caller may see. */
export const costFilter = {
  /** Placed then or later. */
  from: utcTimeSchema,
  /** Placed before; at most 100 days later. */
  to: utcTimeSchema,
  client: idSchema<ClientId>().nullable().default(null),
  account: idSchema<AccountId>().nullable().default(null),
  instrument: instrumentTextSchema.nullable().default(null),
  side: z.enum(['Buy', 'Sell']).nullable().default(null),
  strategy: z.string().min(1).max(100).nullable().default(null),
  venue: z.string().min(1).max(40).nullable().default(null),
};

interface Period {
  readonly from: UtcTime;
  readonly to: UtcTime;
}

/** @throws {Refusal} InvalidInput for a span that ends before it begins, or is too long. */
export function expectSpan({ from, to }: Period): void {
  const ms = msBetween(from, to);
  if (ms <= 0) throw new Refusal('InvalidInput', 'The span ends before it begins.');
  if (ms > MOST_DAYS * DAY_MS) {
    throw new Refusal('InvalidInput', `A span of costs is at most ${MOST_DAYS} days.`);
  }
}

/** Markouts bear no client, so a client's own people are not shown them. */
export function searchOf<Input extends Omit<VenueSearch, 'hasMarkouts'>>(
  { organisation }: Pick<Caller, 'organisation'>,
  input: Input,
): Pick<CostSearch, keyof VenueSearch> {
  const { from, to, client, account, instrument, side, strategy, venue } = input;
  const hasMarkouts = organisation.kind !== 'Client';
  return { from, to, client, account, instrument, side, strategy, venue, hasMarkouts };
}
