/**
 * The ledger and its entries as bytes, and back. A ledger has one text, whatever order led to it; what
 * is read back is proved again: an entry must balance, a ledger must keep its invariants.
 */
import { z } from 'zod';
import type { ProposalId } from '../access/index.ts';
import {
  add,
  canonicalJson,
  type Decimal,
  decimalSchema,
  emptyMap,
  equals,
  err,
  type Id,
  idSchema,
  isZero,
  lessThan,
  mapEntries,
  mapGet,
  mapSet,
  ok,
  type PersistentMap,
  type Result,
  signOf,
  unwrap,
  utcTimeSchema,
  ZERO,
} from '../kernel/index.ts';
import {
  type AccountKey,
  accountKey,
  type EntryId,
  type HoldId,
  isHolderAccount,
  isShortfallAccount,
  type LedgerAccount,
  parseAccountKey,
  type TransferId,
} from './account.ts';
import { type EntryRefusal, type JournalEntry, MAX_POSTINGS, mintEntry } from './entry.ts';
import { type Hold, type Ledger, openOf, sums } from './ledger.ts';

const accountSchema: z.ZodType<LedgerAccount, string> = z.string().transform((text, context) => {
  const account = parseAccountKey(text);
  if (account.ok) return account.value;
  context.addIssue({ code: 'custom', message: 'Not an account of the ledger.' });
  return z.NEVER;
});

const entryIdSchema = idSchema<EntryId>();
const holdIdSchema = idSchema<HoldId>();
const referenceSchema = z.string().min(1).max(200);
const consentSchema = z.object({ reason: z.string(), approval: idSchema<ProposalId>() });

const causeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('Trade'),
    order: idSchema<Id<'ClOrdId'>>(),
    execId: referenceSchema,
  }),
  z.object({
    kind: z.literal('StrayTrade'),
    orderId: referenceSchema,
    execId: referenceSchema,
  }),
  z.object({
    kind: z.literal('Transfer'),
    transfer: idSchema<TransferId>(),
    step: z.enum(['Departed', 'Arrived', 'Returned']),
  }),
  z.object({ kind: z.enum(['Deposit', 'Withdrawal']), reference: referenceSchema }),
  z.object({ kind: z.literal('ShortfallRepaid') }),
  z.object({ kind: z.literal('Evening'), order: idSchema<Id<'ClOrdId'>>() }),
  z.object({
    kind: z.literal('Reallocation'),
    order: idSchema<Id<'ClOrdId'>>(),
    version: z.int().min(2),
    consent: consentSchema,
  }),
  z.object({ kind: z.literal('Adjustment'), consent: consentSchema }),
  z.object({
    kind: z.enum(['Reversal', 'Correction']),
    of: entryIdSchema,
    consent: consentSchema,
  }),
]);

const entrySchema = z.object({
  id: entryIdSchema,
  at: utcTimeSchema,
  cause: causeSchema,
  postings: z.array(z.tuple([accountSchema, decimalSchema])).max(MAX_POSTINGS),
});

/** What is stored of an entry: plain values, amounts as text, accounts by their keys. */
export function entryRecord({ id, at, cause, postings }: JournalEntry): unknown {
  const written = postings.map(({ account, amount }) => [accountKey(account), String(amount)]);
  return { id, at, cause, postings: written };
}

export type StoredRefusal = EntryRefusal | { readonly code: 'NotReadable'; readonly why: string };

/** An entry from its record. One that does not balance is refused, wherever it was kept. */
export function readEntry(record: unknown): Result<JournalEntry, StoredRefusal> {
  const parsed = entrySchema.safeParse(record);
  if (!parsed.success) return err({ code: 'NotReadable', why: parsed.error.message });
  const postings = parsed.data.postings.map(([account, amount]) => ({ account, amount }));
  return mintEntry({ ...parsed.data, postings });
}

const amountsSchema = z.array(z.tuple([accountSchema, decimalSchema]));
const holdSchema = z.object({
  id: holdIdSchema,
  account: accountSchema,
  asked: decimalSchema,
  reserved: decimalSchema,
  committed: decimalSchema,
  released: decimalSchema,
  parts: z.array(z.tuple([entryIdSchema, decimalSchema])),
  isOpen: z.boolean(),
});
const ledgerSchema = z.object({
  version: z.literal(1),
  balances: amountsSchema,
  held: amountsSchema,
  holds: z.array(holdSchema),
  reversed: z.array(z.tuple([entryIdSchema, entryIdSchema])),
});

const texts = (map: PersistentMap<string, Decimal>) =>
  mapEntries(map).map(([key, amount]) => [key, String(amount)]);

/** The one text of a ledger (RFC 8785): equal ledgers give equal texts. */
export function ledgerText({ balances, held, holds, reversed }: Ledger): string {
  return unwrap(
    canonicalJson({
      version: 1,
      balances: texts(balances),
      held: texts(held),
      holds: mapEntries(holds).map(([, hold]) => ({
        ...hold,
        account: accountKey(hold.account),
        asked: String(hold.asked),
        reserved: String(hold.reserved),
        committed: String(hold.committed),
        released: String(hold.released),
        parts: texts(hold.parts),
      })),
      reversed: mapEntries(reversed).map(([of, by]) => [of, by]),
    }),
  );
}

/** The ledger of a text, if it is one that events could have led to. */
export function readLedger(text: string): Result<Ledger, StoredRefusal> {
  const parsed = ledgerSchema.safeParse(jsonOf(text));
  if (!parsed.success) return err({ code: 'NotReadable', why: parsed.error.message });
  const { balances, held, holds, reversed } = parsed.data;
  const read: Hold[] = [];
  for (const { account, parts, ...rest } of holds) {
    if (!isHolderAccount(account)) return unreadable('A hold of what nobody holds.');
    read.push({ ...rest, account, parts: mapOf(parts) });
  }
  const ledger: Ledger = {
    balances: mapOf(balances.map(([account, amount]) => [accountKey(account), amount])),
    held: mapOf(held.map(([account, amount]) => [accountKey(account), amount])),
    holds: mapOf(read.map((hold) => [hold.id, hold])),
    reversed: mapOf(reversed),
  };
  const why = flawOf(ledger, balances);
  if (why !== undefined) return unreadable(why);
  return ledgerText(ledger) === text ? ok(ledger) : unreadable('Not the one text of this ledger.');
}

const unreadable = (why: string) => err({ code: 'NotReadable', why } as const);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function mapOf<K extends string, V>(entries: readonly (readonly [K, V])[]): PersistentMap<K, V> {
  return entries.reduce<PersistentMap<K, V>>(
    (map, [key, value]) => mapSet(map, key, value),
    emptyMap(),
  );
}

/** Which invariant of `ledger.ts` it breaks, if any. */
function flawOf(
  ledger: Ledger,
  balances: readonly (readonly [LedgerAccount, Decimal])[],
): string | undefined {
  if ([...sums(ledger).values()].some((total) => !isZero(total))) return 'An asset is unbalanced.';
  for (const [account, amount] of balances) {
    if (isShortfallAccount(account) && signOf(amount) > 0)
      return 'Somebody owes less than nothing.';
    if (isHolderAccount(account) && signOf(amount) < 0) return 'An account is below zero.';
  }
  return holdsFlaw(ledger);
}

function holdsFlaw({ balances, held, holds }: Ledger): string | undefined {
  let expected = emptyMap<AccountKey, Decimal>();
  for (const [, hold] of mapEntries(holds)) {
    const open = openOf(hold);
    if (signOf(open) < 0 || (!hold.isOpen && !isZero(open))) return 'A hold does not add up.';
    const key = accountKey(hold.account);
    if (!isZero(open)) expected = mapSet(expected, key, add(mapGet(expected, key) ?? ZERO, open));
  }
  if (expected.size !== held.size) return 'What is held is not what holds say.';
  for (const [key, amount] of mapEntries(held)) {
    if (!equals(mapGet(expected, key) ?? ZERO, amount))
      return 'What is held is not what holds say.';
    if (lessThan(mapGet(balances, key) ?? ZERO, amount)) return 'More is held than there is.';
  }
  return undefined;
}
