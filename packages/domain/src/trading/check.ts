/**
 * What a check before an order says. Risk and compliance never import each other, so the one shape that
 * both speak, and the one list of checks that an order needs, stand here, beneath them.
 */
import type { Decimal } from '../kernel/index.ts';
import { toText } from '../kernel/index.ts';
import type { ClOrdId } from './order.ts';

export const RISK_CHECK_CODES = [
  'TradingState',
  'Terms',
  'PriceCollar',
  'PriceCollarPeriod',
  'FatFingerValue',
  'FatFingerVolume',
  'FatFingerMedian',
  'MessageRate',
  'RepeatedExecution',
  'DuplicateOrder',
  'FreeBalance',
  'Position',
  'Concentration',
  'GrossExposure',
  'NetExposure',
  'Leverage',
  'OrderValue',
  'DailyLoss',
  'DrawdownFromPeak',
  'DrawdownFromStart',
  'ValueAtRisk',
  'VarBreaches',
  'DailyVolumeShare',
  'VenueCounterparty',
  'StalePrice',
  'CrossedPrice',
  'SelfTrade',
  'Crossing',
] as const;

export const COMPLIANCE_CHECK_CODES = [
  'RestrictedList',
  'Mandate',
  'ClientState',
  'ClientCategory',
] as const;

export const CHECK_CODES = [...RISK_CHECK_CODES, ...COMPLIANCE_CHECK_CODES] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

/** Worst first. `CannotTell` refuses as `Refuse` does: what is not known is no yes. */
export const CHECK_VERDICTS = ['Refuse', 'CannotTell', 'Near', 'Pass'] as const;
export type CheckVerdict = (typeof CHECK_VERDICTS)[number];

/** Why, as a word that a sentence is made of; `words` has what the sentence names. */
export type CheckReason =
  | 'Within'
  | 'CloseToLimit'
  | 'OverLimit'
  /** Over the limit already, and the order only brings it down. */
  | 'OverLimitButReduces'
  /** There is nothing left to measure it against: equity of zero or less. */
  | 'NothingToMeasureAgainst'
  | 'FactMissing'
  | 'NoLimitSet'
  | 'NotInPolicy'
  | 'NotEvaluated'
  | 'ForAnotherOrder'
  | 'NotApplicable'
  | 'Found'
  | 'NotAllowed'
  | 'TurnedOff';

/** What a sentence may name. */
export type CheckWord =
  | 'level'
  | 'scope'
  | 'limitId'
  | 'fact'
  | 'rule'
  | 'asset'
  | 'clOrdId'
  | 'grade'
  | 'act'
  | 'mandate'
  | 'restriction';

export interface Check {
  readonly code: CheckCode;
  readonly verdict: CheckVerdict;
  readonly reason: CheckReason;
  /** Plain text, decimals in full; null where there is none. In the unit of the code. */
  readonly limit: string | null;
  readonly actual: string | null;
  readonly words: Readonly<Partial<Record<CheckWord, string>>>;
}

/** What compliance says of one order: the whole of it, as a value. */
export interface ComplianceVerdicts {
  readonly clOrdId: ClOrdId;
  readonly checks: readonly Check[];
}

type Text = Decimal | string | null;
const textOf = (value: Text): string | null =>
  value === null || typeof value === 'string' ? value : toText(value);

const NO_WORDS: Check['words'] = {};

export function checkOf(
  code: CheckCode,
  verdict: CheckVerdict,
  reason: CheckReason,
  figures: { readonly limit?: Text; readonly actual?: Text } = {},
  words: Check['words'] = NO_WORDS,
): Check {
  const { limit = null, actual = null } = figures;
  return { code, verdict, reason, limit: textOf(limit), actual: textOf(actual), words };
}

/** A fact that could not be read. */
export function cannotTell(code: CheckCode, fact: string, words: Check['words'] = NO_WORDS): Check {
  return checkOf(code, 'CannotTell', 'FactMissing', {}, { ...words, fact });
}
