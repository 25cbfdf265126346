/** Quotients of whole numbers, rounded once and by a mode that is named. */
import { exhaustive } from './assert.ts';

export type RoundingMode = 'HalfEven' | 'HalfUp' | 'Down' | 'Up' | 'Floor' | 'Ceiling';

/** An integer quotient rounded by mode, of whole numbers up to 2^53: exact, by its remainder. */
export function divideNumbers(numerator: number, denominator: number, mode: RoundingMode): number {
  const rest = numerator % denominator;
  const towardsZero = (numerator - rest) / denominator;
  if (rest === 0) return towardsZero;
  const away = numerator < 0 === denominator < 0 ? 1 : -1;
  const size = Math.abs(denominator);
  const twice = 2 * Math.abs(rest);
  const isOdd = towardsZero % 2 !== 0;
  const half = twice > size ? 1 : twice === size ? 0 : -1;
  return roundsAway(mode, away > 0, half, isOdd) ? towardsZero + away : towardsZero;
}

export function divideUnits(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const towardsZero = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return towardsZero;
  const away = numerator < 0n === denominator < 0n ? 1n : -1n;
  const twice = 2n * (rest < 0n ? -rest : rest);
  const size = denominator < 0n ? -denominator : denominator;
  const half = twice > size ? 1 : twice === size ? 0 : -1;
  return roundsAway(mode, away > 0n, half, towardsZero % 2n !== 0n)
    ? towardsZero + away
    : towardsZero;
}

/** `half`: whether what is left over is more than, just, or less than a half. */
function roundsAway(
  mode: RoundingMode,
  positive: boolean,
  half: -1 | 0 | 1,
  isOdd: boolean,
): boolean {
  switch (mode) {
    case 'Down':
      return false;
    case 'Up':
      return true;
    case 'Floor':
      return !positive;
    case 'Ceiling':
      return positive;
    case 'HalfUp':
      return half >= 0;
    case 'HalfEven':
      return half > 0 || (half === 0 && isOdd);
    default:
      return exhaustive(mode);
  }
}
