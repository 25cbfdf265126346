import {
  add,
  compare,
  type Decimal,
  decimal,
  fromUnits,
  parseDecimal,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';

/** The kernel's own bound: beyond it a text is no amount of ours, whatever its digits say. */
const LONGEST = 78;

/** Whether a text is a plain decimal. Cheaper than reading it, and asked of every cell. */
export function isDecimal(text: string): boolean {
  return text.length <= LONGEST && /^-?\d+(\.\d+)?$/.test(text);
}

function read(text: string): Decimal {
  const parsed = parseDecimal(text);
  return parsed.ok ? parsed.value : ZERO;
}

/** -1, 0 or 1, exactly. Both texts have passed `isDecimal`. */
export function compareDecimals(a: string, b: string): number {
  return compare(read(a), read(b));
}

/**
 * The exact sum of texts that have passed `isDecimal`. Texts of one scale are added as whole
 * numbers and meet as decimals only at the end: ten times as fast as adding decimals, which matters
 * when a total follows 100,000 rows.
 */
export function sumDecimals(texts: readonly string[]): string {
  const unitsByScale = new Map<number, bigint>();
  for (const text of texts) {
    const point = text.indexOf('.');
    const scale = point === -1 ? 0 : text.length - point - 1;
    const units = BigInt(point === -1 ? text : text.slice(0, point) + text.slice(point + 1));
    unitsByScale.set(scale, (unitsByScale.get(scale) ?? 0n) + units);
  }
  let total = decimal('0');
  for (const [scale, units] of unitsByScale) total = add(total, fromUnits(units, scale));
  return toText(total);
}
