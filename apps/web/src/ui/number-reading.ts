/**
 * The glue between a text field and an exact decimal. Text comes from people, plain decimal text
 * goes to forms and procedures; at no point is there a `number`.
 */
import {
  type Decimal,
  decimalParts,
  divide,
  equals,
  multiply,
  parseDecimal,
  partsToText,
  readDecimal,
  scaleOf,
  signOf,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';

export type NumberRules = {
  readonly locale: string;
  /** What the field is in; pasted text may carry it. */
  readonly unit?: string | undefined;
  /** Tick of a price or lot of a quantity, plain text: every value is a multiple of it. */
  readonly step?: string | undefined;
  /** What the field calls its value in a sentence: "Price", "Quantity". */
  readonly noun?: string | undefined;
  readonly maxDecimals?: number | undefined;
  readonly allowNegative?: boolean | undefined;
  /** Where a value between two steps is offered: the closest one, or the one below. */
  readonly nearest?: 'closest' | 'below' | undefined;
};

export type NumberReading =
  | { readonly kind: 'empty' }
  | { readonly kind: 'value'; readonly plain: string }
  | {
      readonly kind: 'wrong';
      readonly sentence: string;
      /** The nearest value that passes, as plain text, where there is one. */
      readonly nearest?: string;
    };

/** Decimals a field shows: as many as its step has, unless the value itself has more. */
function decimalsOf(value: Decimal, step: string | undefined): number {
  const parsed = step === undefined ? undefined : parseDecimal(step);
  return Math.max(scaleOf(value), parsed?.ok ? scaleOf(parsed.value) : 0);
}

/** Plain text as people of this locale write it: grouped, with the step's decimals. */
export function showNumber(plain: string, rules: NumberRules): string {
  const parsed = parseDecimal(plain);
  if (!parsed.ok) return plain;
  const decimals = decimalsOf(parsed.value, rules.step);
  return partsToText(decimalParts(parsed.value, { locale: rules.locale, decimals }));
}

/** The multiple of `step` next to a value. */
function multipleNear(value: Decimal, step: Decimal, mode: 'HalfEven' | 'Floor'): Decimal {
  return multiply(divide(value, step, 0, mode), step);
}

function onStep(value: Decimal, rules: NumberRules): NumberReading {
  const step = rules.step === undefined ? undefined : parseDecimal(rules.step);
  if (!step?.ok || signOf(step.value) <= 0) return { kind: 'value', plain: toText(value) };
  const near = multipleNear(value, step.value, rules.nearest === 'below' ? 'Floor' : 'HalfEven');
  if (equals(near, value)) return { kind: 'value', plain: toText(value) };
  const noun = rules.noun ?? 'The value';
  const sentence = `${noun} must be a multiple of ${showNumber(rules.step ?? '', rules)}.`;
  return signOf(near) === 0
    ? { kind: 'wrong', sentence }
    : { kind: 'wrong', sentence, nearest: toText(near) };
}

/** Reads what stands in the field. What cannot be read is said, never repaired in silence. */
export function readNumber(text: string, rules: NumberRules): NumberReading {
  if (text.trim() === '') return { kind: 'empty' };
  const read = readDecimal(text, {
    locale: rules.locale,
    ...(rules.unit !== undefined && { unit: rules.unit }),
    ...(rules.step === undefined &&
      rules.maxDecimals !== undefined && { maxDecimals: rules.maxDecimals }),
  });
  if (!read.ok) return { kind: 'wrong', sentence: read.error.sentence };
  if (signOf(read.value) < 0 && rules.allowNegative !== true) {
    return { kind: 'wrong', sentence: `${rules.noun ?? 'The value'} is zero or more.` };
  }
  return onStep(read.value, rules);
}

/** The value `count` steps on, on the grid of steps; never below zero unless that is allowed. */
export function stepBy(plain: string | null, count: number, rules: NumberRules): string | null {
  const step = rules.step === undefined ? undefined : parseDecimal(rules.step);
  if (!step?.ok || signOf(step.value) <= 0) return null;
  const from = parseDecimal(plain ?? '0');
  if (!from.ok) return null;
  const units = divide(from.value, step.value, 0, count > 0 ? 'Floor' : 'Ceiling');
  const moved = parseDecimal((BigInt(toText(units)) + BigInt(count)).toString());
  if (!moved.ok) return null;
  const next = multiply(moved.value, step.value);
  return toText(signOf(next) < 0 && rules.allowNegative !== true ? ZERO : next);
}
