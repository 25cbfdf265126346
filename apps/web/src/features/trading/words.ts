/** How orders are said: what was refused and why, each check by its name, and what is on the way. */
import {
  absolute,
  decimal,
  formatPercent,
  isZero,
  lessThan,
  parseDecimal,
} from '@ultrathink/domain/kernel';
import type { Check } from './model.ts';
import { noRouteText } from './route-words.ts';

/** Checks by code, with the unit of their figures. */
const CHECK_NAMES: Readonly<Record<string, string>> = {
  TradingState: 'Trading state',
  Terms: 'Precision and minimum',
  PriceCollar: 'Price collar',
  PriceCollarPeriod: 'Price collar, 5 min',
  FatFingerValue: 'Order value at once',
  FatFingerVolume: 'Order size at once',
  FatFingerMedian: 'Against the median order',
  MessageRate: 'Message rate',
  RepeatedExecution: 'Repeated executions',
  DuplicateOrder: 'Duplicate order',
  FreeBalance: 'Free balance',
  Position: 'Position',
  Concentration: 'Concentration',
  GrossExposure: 'Gross exposure',
  NetExposure: 'Net exposure',
  Leverage: 'Leverage',
  OrderValue: 'Order value',
  DailyLoss: 'Loss today',
  DrawdownFromPeak: 'Drawdown from peak',
  DrawdownFromStart: 'Drawdown from start',
  ValueAtRisk: 'Value at risk',
  VarBreaches: 'VaR breaches',
  DailyVolumeShare: 'Share of daily volume',
  VenueCounterparty: 'Venue exposure',
  StalePrice: 'Age of the price, ms',
  CrossedPrice: 'Crossed price',
  SelfTrade: 'Self-trade',
  Crossing: 'Crossing between clients',
  RestrictedList: 'Restricted list',
  Mandate: 'Mandate',
  ClientState: 'Client state',
  ClientCategory: 'Client category',
};

const REASONS: Readonly<Record<string, string>> = {
  OverLimit: 'over its limit',
  NothingToMeasureAgainst: 'nothing to measure it against',
  FactMissing: 'a figure it needs is not known',
  NoLimitSet: 'no limit is set',
  NotInPolicy: 'not in the approved policy',
  NotEvaluated: 'could not be evaluated',
  ForAnotherOrder: 'evaluated for another order',
  Found: 'found',
  NotAllowed: 'not allowed',
  TurnedOff: 'turned off until two people end its stop',
};

const LEVELS: Readonly<Record<string, string>> = {
  firm: 'firm',
  client: 'client',
  account: 'account',
  strategy: 'strategy',
  instrument: 'instrument',
  venue: 'venue',
  venueKey: 'venue key',
};

export function checkName(code: string): string {
  return CHECK_NAMES[code] ?? code;
}

/** Why a check refuses, with what to change where that can be said. */
export function checkReason({ code, reason, words, limit, actual }: Check): string {
  const at = words['level'] === undefined ? '' : ` of the ${LEVELS[words['level']] ?? 'scope'}`;
  const fact = words['fact'] === undefined ? '' : ` (${words['fact']})`;
  const told = (text: string) => (isShare(code) ? percentText(text) : shortened(text));
  const figures =
    limit !== null && actual !== null ? `: ${told(actual)} against ${told(limit)}` : '';
  return `${REASONS[reason] ?? reason}${at}${fact}${figures}`;
}

/** For reading alone: what is left out is never rounded up. */
function shortened(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  if (!/^\d+$/.test(whole)) return text;
  if (whole.length > 6) return `${whole.slice(0, -6)}.${whole.slice(-6, -4)}M`;
  if (whole.length > 4) return `${whole.slice(0, -3)},${whole.slice(-3)}`;
  const kept = fraction.slice(0, 4).replace(/0+$/, '');
  return kept === '' ? whole : `${whole}.${kept}`;
}

/** Those whose figures are shares of something: kept as ratios, read as percent. */
const SHARES: ReadonlySet<string> = new Set([
  'PriceCollar',
  'PriceCollarPeriod',
  'Concentration',
  'DrawdownFromPeak',
  'DrawdownFromStart',
  'DailyVolumeShare',
]);

export const isShare = (code: string): boolean => SHARES.has(code);

/** `0.2631` as `26.31%`: two digits, more where less than a hundredth of a percent is meant. */
export function percentText(ratio: string, locale = 'en'): string {
  const read = parseDecimal(ratio);
  return read.ok ? formatPercent(read.value, { locale, decimals: shareDigits(ratio) }) : ratio;
}

const LEAST_SHOWN = decimal('0.0001');

export function shareDigits(ratio: string): number {
  const read = parseDecimal(ratio);
  if (!read.ok || isZero(read.value)) return 2;
  return lessThan(absolute(read.value), LEAST_SHOWN) ? 4 : 2;
}

/** Whether something stands in the way, and no figure that comes close to a limit. */
const YES_OR_NO: ReadonlySet<string> = new Set(['CrossedPrice', 'SelfTrade', 'Crossing', 'Terms']);

/** Digits that matter at the size of a figure of a check: a free balance of 0.0000729 is not 0.0001. */
export function figureDigits(text: string): number {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  if (whole.length > 4) return 0;
  const zeros = whole === '0' ? (/^0*/.exec(fraction)?.[0].length ?? 0) : 0;
  return zeros === fraction.length ? 4 : Math.min(8, Math.max(4, zeros + 3));
}

/** Why a check says what it says, where its figures alone don't; null where they do. */
export function checkWords({ verdict, reason, actual, limit }: Check): string | null {
  const word = actual === null || isFigure(actual) ? null : spelled(actual);
  if (verdict === 'Pass') return word;
  const why = REASONS[reason] ?? spelled(reason);
  if (isFigure(actual) && isFigure(limit)) return null;
  return word === null ? why : `${why}: ${word}`;
}

/** `EligibleCounterparty` as people read it: `Eligible counterparty`. */
function spelled(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** `Free balance, ETH`, `Leverage, firm`; a level that the name says already is not said twice. */
export function checkTitle({ code, words }: Check): string {
  const name = checkName(code);
  const { level, asset } = words;
  const isSaid = level !== undefined && name.toLowerCase().startsWith(level);
  return [name, asset, level === undefined || isSaid ? undefined : (LEVELS[level] ?? level)]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}

export const isFigure = (text: string | null): text is string =>
  text !== null && /^-?\d+(\.\d+)?$/.test(text);

/** Share of a limit that is used, for a bar: geometry, not money. Over 1 for what was refused. */
export function usedShare({ code, verdict, limit, actual }: Check): number {
  if (verdict === 'Refuse' || verdict === 'CannotTell') return 1.01;
  if (YES_OR_NO.has(code)) return 0;
  const share = limit === null || actual === null ? 0 : Number(actual) / Number(limit);
  if (!Number.isFinite(share)) return 0;
  return Math.min(1, Math.max(0, share));
}

/** As the engine answers it and as it is kept: the same, read with different care. */
export type RejectionText =
  | { readonly by: 'Risk' | 'Compliance'; readonly refusals: readonly unknown[] }
  | { readonly by: 'Venue'; readonly code: string; readonly text: string }
  | {
      readonly by: 'Engine';
      readonly reason: { readonly code: string; readonly detail?: unknown };
    };

export function rejectionText(rejection: RejectionText): string {
  switch (rejection.by) {
    case 'Venue':
      return `The venue refused it: ${rejection.text} (${rejection.code}).`;
    case 'Engine':
      return rejection.reason.code === 'NoRoute'
        ? noRouteText(String(rejection.reason.detail ?? 'No venue can take it now'))
        : 'It was not sent.';
    default:
      return `${rejection.by} refused it: ${refusedChecks(rejection.refusals).join(', ')}.`;
  }
}

function refusedChecks(refusals: readonly unknown[]): readonly string[] {
  const codes = refusals.flatMap((one) => {
    const check = (one as { readonly check?: unknown } | null)?.check;
    return typeof check === 'string' ? [check] : [];
  });
  return [...new Set(codes)].map(checkName);
}
