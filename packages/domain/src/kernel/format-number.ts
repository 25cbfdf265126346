/**
 * How figures read. Decimals are rounded once, here, half-even, as exact decimals; the locale then
 * only groups digits and picks the decimal sign. Nothing passes through a float.
 *
 * The minus is U+2212 and figures keep Latin digits in every locale, so that columns line up.
 */
import { invariant } from './assert.ts';
import {
  absolute,
  type Decimal,
  decimal,
  divide,
  fromUnits,
  lessThan,
  multiply,
  roundTo,
  scaleOf,
  signOf,
  toFixedText,
} from './decimal.ts';
import type { Money, Price, Quantity } from './money.ts';

export const MINUS = '−';

/** What stands where a figure does not apply. What is unknown needs a word instead. */
export const NOT_APPLICABLE = '–';

/** English words, day before month, point for decimals: the platform's own voice. */
export const DEFAULT_LOCALE = 'en-GB';

/** A figure in pieces: heroes set the fraction quieter than the integer, in figures of one line. */
export interface NumberParts {
  readonly sign: '' | '+' | typeof MINUS;
  readonly integer: string;
  /** With its decimal sign: `.62`. Empty when there are no decimals. */
  readonly fraction: string;
  /** `USD`, `BTC`, `%`, `bps`, or empty. */
  readonly unit: string;
}

export interface NumberStyle {
  readonly locale: string;
  /** Decimals shown: exactly this many. Left out: as many as the value has. */
  readonly decimals?: number;
  /** `change` puts a plus before a gain; a zero never has a sign. */
  readonly signs?: 'minus' | 'change';
}

/** The whole figure as one text: `48,217,904.62 USD`, `+1.24%`, `1.26M`. */
export function partsToText({ sign, integer, fraction, unit }: NumberParts): string {
  const gap = unit === '' || unit === '%' || ATTACHED.has(unit) ? '' : ' ';
  return `${sign}${integer}${fraction}${gap}${unit}`;
}

/** Locales and decimals come from short lists of ours, but an unbounded cache would be a leak. */
const MAX_FORMATS = 256;
const formats = new Map<string, Intl.NumberFormat>();

/** Latin digits, always grouped, so that a column reads the same in every row. */
function formatFor(locale: string, decimals: number): Intl.NumberFormat {
  const key = `${locale} ${decimals}`;
  const known = formats.get(key);
  if (known) return known;
  if (formats.size >= MAX_FORMATS) formats.clear();
  const made = new Intl.NumberFormat(locale, {
    numberingSystem: 'latn',
    useGrouping: 'always',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    roundingMode: 'halfEven',
    signDisplay: 'negative',
  });
  formats.set(key, made);
  return made;
}

/** The signs a locale parts thousands and decimals with. */
export interface Separators {
  readonly group: string;
  readonly decimal: string;
}

const separators = new Map<string, Separators>();

export function separatorsOf(locale: string): Separators {
  const known = separators.get(locale);
  if (known) return known;
  if (separators.size >= MAX_FORMATS) separators.clear();
  const parts = formatFor(locale, 1).formatToParts(1234.5);
  const find = (type: string) => parts.find((part) => part.type === type)?.value;
  const made = { group: find('group') ?? '', decimal: find('decimal') ?? '.' };
  separators.set(locale, made);
  return made;
}

/** A decimal without a unit. */
export function decimalParts(value: Decimal, style: NumberStyle, unit = ''): NumberParts {
  const decimals = style.decimals ?? scaleOf(value);
  const rounded = roundTo(value, decimals, 'HalfEven');
  const [integer = '0', fraction = ''] = toFixedText(absolute(rounded), decimals).split('.');
  const negative = signOf(rounded) < 0;
  const plus = style.signs === 'change' && signOf(rounded) > 0 ? '+' : '';
  return {
    sign: negative ? MINUS : plus,
    integer: formatFor(style.locale, 0).format(BigInt(integer)),
    fraction: fraction === '' ? '' : `${separatorsOf(style.locale).decimal}${fraction}`,
    unit,
  };
}

export function moneyParts(value: Money, style: NumberStyle): NumberParts {
  return decimalParts(value.amount, style, value.asset);
}

export function formatMoney(value: Money, style: NumberStyle): string {
  return partsToText(moneyParts(value, style));
}

/** Without a unit: it stands in the column's header. Decimals come from the instrument's lot. */
export function formatQuantity(value: Quantity | Decimal, style: NumberStyle): string {
  return partsToText(decimalParts(value, style));
}

/** Without a unit. Decimals come from the instrument's tick. */
export function formatPrice(value: Price | Decimal, style: NumberStyle): string {
  return partsToText(decimalParts(value, style));
}

/** A ratio as percent: 0.0124 is `1.24%`. */
export function percentParts(ratio: Decimal, style: NumberStyle): NumberParts {
  return decimalParts(multiply(ratio, decimal('100')), style, '%');
}

export function formatPercent(ratio: Decimal, style: NumberStyle): string {
  return partsToText(percentParts(ratio, style));
}

export interface Change {
  /** Empty for a change that shows as zero: then neither colour nor arrow. */
  readonly arrow: '▲' | '▼' | '';
  readonly direction: 'up' | 'down' | 'none';
  /** `+1.24%`; with the arrow before it the whole reads `▲ +1.24%`. */
  readonly text: string;
}

/** A change as people see it: what rounds to zero is no change. */
export function percentChange(ratio: Decimal, style: NumberStyle): Change {
  return asChange(percentParts(ratio, { ...style, signs: 'change' }));
}

export function amountChange(value: Decimal, style: NumberStyle, unit = ''): Change {
  return asChange(decimalParts(value, { ...style, signs: 'change' }, unit));
}

function asChange(parts: NumberParts): Change {
  const text = partsToText(parts);
  if (parts.sign === '') return { arrow: '', direction: 'none', text };
  return parts.sign === '+'
    ? { arrow: '▲', direction: 'up', text }
    : { arrow: '▼', direction: 'down', text };
}

/** The difference of two percentages, in points: 0.007 is `0.7 points`. */
export function formatPoints(ratio: Decimal, style: NumberStyle): string {
  return partsToText(decimalParts(multiply(ratio, decimal('100')), style, 'points'));
}

/** A cost as basis points with two decimals: 0.000425 is `4.25 bps`. */
export function formatBps(ratio: Decimal, style: Omit<NumberStyle, 'decimals'>): string {
  const bps = multiply(ratio, decimal('10000'));
  return partsToText(decimalParts(bps, { ...style, decimals: 2 }, 'bps'));
}

/** `short`: 1.26M, for bars and axes. `words`: 1.24 bn, beside text. One style per view. */
export type CompactStyle = 'short' | 'words';

const STEPS = [
  { power: 0, short: '', words: '' },
  { power: 3, short: 'K', words: 'k' },
  { power: 6, short: 'M', words: 'm' },
  { power: 9, short: 'B', words: 'bn' },
  { power: 12, short: 'T', words: 'tn' },
] as const;

const ATTACHED: ReadonlySet<string> = new Set(STEPS.map((step) => step.short));
const THOUSAND = decimal('1000');

/** A large sum in few digits. The full figure belongs in hover, focus and copy. */
export function formatCompact(
  value: Decimal,
  style: NumberStyle & { readonly compact: CompactStyle },
): string {
  const decimals = style.decimals ?? 2;
  let shown = '';
  for (const step of STEPS) {
    const scaled = divide(value, fromUnits(10n ** BigInt(step.power), 0), decimals, 'HalfEven');
    shown = partsToText(decimalParts(scaled, { ...style, decimals }, step[style.compact]));
    // Compared after rounding: 999,996 would be 1,000.00K and is 1.00M.
    if (lessThan(absolute(scaled), THOUSAND)) return shown;
  }
  return shown;
}

/** A whole count or a sequence, with thousands separators. */
export function formatInteger(value: number | bigint, locale: string): string {
  invariant(
    typeof value === 'bigint' || Number.isSafeInteger(value),
    'A count is a whole number within 2^53.',
  );
  const negative = value < 0;
  const text = formatFor(locale, 0).format(BigInt(value) * (negative ? -1n : 1n));
  return negative ? `${MINUS}${text}` : text;
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Sizes in powers of 1,000, as disks are sold: `38.4 GB`. */
export function formatBytes(bytes: number, locale: string): string {
  invariant(bytes >= 0 && Number.isFinite(bytes), 'A size in bytes is zero or more.');
  let value = bytes;
  let index = 0;
  while (value >= 999.5 && index < BYTE_UNITS.length - 1) {
    value /= 1000;
    index += 1;
  }
  const decimals = index === 0 || value >= 99.95 ? 0 : 1;
  return `${measureText(value, decimals, locale)} ${BYTE_UNITS[index]}`;
}

/** A measured figure, never an amount: durations, sizes, rates. May be a float; half-even too. */
export function measureText(value: number, decimals: number, locale: string): string {
  return formatFor(locale, decimals).format(value).replace('-', MINUS);
}
