/** What is searched for, as a condition on `audit.event`. Whose events are seen is row security's. */
import type { ClientId, UtcTime } from '@ultrathink/domain/kernel';
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

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const SEQUENCE = /^\d{1,15}$/;
const HASH_PART = /^[0-9a-f]{6,64}$/i;
const HASH_DIGITS = 64;

export function conditionOf(search: EventSearch): Prisma.Sql {
  const { words, actions, actors, subjectKinds, clients, chains, fromAt, toAt } = search;
  const all = [Prisma.sql`true`];
  const among = (column: Prisma.Sql, values: readonly string[], type: Prisma.Sql) => {
    if (values.length > 0) all.push(Prisma.sql`${column} = any(${[...values]}::${type}[])`);
  };
  among(Prisma.sql`e.action`, actions, Prisma.sql`text`);
  among(Prisma.sql`e.actor`, actors, Prisma.sql`uuid`);
  among(Prisma.sql`e.subject_kind`, subjectKinds, Prisma.sql`text`);
  among(Prisma.sql`e.client_id`, clients, Prisma.sql`uuid`);
  among(Prisma.sql`e.chain`, chains, Prisma.sql`text`);
  if (fromAt !== null) all.push(Prisma.sql`e.at >= ${fromAt}::timestamptz`);
  if (toAt !== null) all.push(Prisma.sql`e.at < ${toAt}::timestamptz`);
  all.push(...words.map(wordOf));
  return Prisma.join(all, ' and ');
}

/**
 * A number is a sequence, an id an id, the beginning of a hash a hash; anything else stands in the
 * sealed bytes, or is the name of whom they mean.
 */
function wordOf({ text, named }: SearchWord): Prisma.Sql {
  if (UUID.test(text)) {
    return Prisma.sql`(e.id = ${text}::uuid or e.actor = ${text}::uuid or e.subject_id = ${text.toLowerCase()}
      or e.correlation_id = ${text}::uuid or e.command_id = ${text}::uuid)`;
  }
  const like = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const any = [Prisma.sql`convert_from(e.body, 'UTF8') ilike ${like}`];
  if (SEQUENCE.test(text)) any.push(Prisma.sql`e.sequence = ${BigInt(text)}`);
  if (HASH_PART.test(text)) {
    const low = Buffer.from(text.padEnd(HASH_DIGITS, '0'), 'hex');
    const high = Buffer.from(text.padEnd(HASH_DIGITS, 'f'), 'hex');
    any.push(Prisma.sql`e.hash between ${low} and ${high}`);
  }
  if (named.length > 0) {
    any.push(Prisma.sql`e.actor = any(${[...named]}::uuid[])`);
    any.push(Prisma.sql`e.subject_id = any(${[...named]}::text[])`);
  }
  return Prisma.sql`(${Prisma.join(any, ' or ')})`;
}
