/**
 * What a client's own people are told of a decision about their order. Limits above the client are used by
 * all clients together, so their figures tell of others; and so do words that name somebody else's order.
 */
import type { DecisionRow, OneOrder, ReceiptRow } from '@ultrathink/db/trading';
import type { Check, CheckCode, CheckWord } from '@ultrathink/domain/trading';

const OWN_LEVELS: ReadonlySet<string> = new Set(['client', 'account']);
const OWN_WORDS: readonly CheckWord[] = ['level', 'asset', 'fact', 'grade', 'act'];
/** Their figures are of a venue or of other orders, whatever level set the limit. */
const OF_ALL: ReadonlySet<CheckCode> = new Set(['VenueCounterparty', 'Crossing', 'RestrictedList']);

function toldCheck(check: Check): Check {
  const { level } = check.words;
  const isOwn = !OF_ALL.has(check.code) && (level === undefined || OWN_LEVELS.has(level));
  const kept = OWN_WORDS.flatMap((word) => {
    const said = check.words[word];
    return said === undefined ? [] : [[word, said] as const];
  });
  const words: Check['words'] = Object.fromEntries(kept);
  return { ...check, words, ...(!isOwn && { limit: null, actual: null }) };
}

export const toldDecision = (decision: DecisionRow): DecisionRow => ({
  ...decision,
  checks: decision.checks.map(toldCheck),
});

/** A snapshot says how much may yet be entrusted to each venue, by all clients. */
export const toldReceipt = (receipt: ReceiptRow) => ({ ...receipt, snapshot: null });

export const toldOrder = (whole: OneOrder) => ({
  ...whole,
  decisions: whole.decisions.map(toldDecision),
  receipts: whole.receipts.map(toldReceipt),
});
