import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProposalId } from '../access/index.ts';
import { canonicalJson } from '../kernel/index.ts';
import { CHECK_CODES, CHECK_VERDICTS, type Check, type ClOrdId } from '../trading/index.ts';
import { decisionText, type RiskDecision } from './approve.ts';
import { AT } from './samples.ts';

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('"', '\\', '\\u0041', '\u0000', '\u2028', 'é', '😀', '\ud800', '\udc00x'),
);
const WORDS = ['scope', 'level', 'limitId', 'fact', 'act', 'grade', 'clOrdId', 'rule'] as const;

const checks: fc.Arbitrary<Check> = fc.record({
  code: fc.constantFrom(...CHECK_CODES),
  verdict: fc.constantFrom(...CHECK_VERDICTS),
  reason: fc.constantFrom('Within' as const, 'OverLimit' as const),
  limit: fc.option(text),
  actual: fc.option(text),
  words: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...WORDS), text), { selector: ([word]) => word })
    .map((pairs) => Object.fromEntries(pairs)),
});

const decisions: fc.Arbitrary<RiskDecision> = fc.record({
  clOrdId: text.map((id) => id as ClOrdId),
  at: fc.constant(AT),
  policy: text.map((id) => id as ProposalId),
  verdict: fc.constantFrom('Approved' as const, 'Refused' as const),
  checks: fc.array(checks, { maxLength: 5 }),
});

test('the text of a decision is its canonical JSON, and what is no text is refused', () => {
  fc.assert(
    fc.property(decisions, (decision) => {
      expect(decisionText(decision)).toEqual(canonicalJson(decision));
    }),
    { numRuns: 2_000 },
  );
});
