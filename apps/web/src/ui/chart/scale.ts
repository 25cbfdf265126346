import { addDays, localAt, startOfDay } from '../date/day.ts';

/**
 * Pixels. This is the one place where a decimal becomes a `number`: a chart has a thousand pixels,
 * so what is lost can't be seen, and every figure that is read keeps coming from the text.
 */
export function pixelNumber(value: string | null): number | null {
  if (value === null || value === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  readonly step: number;
}

const STEPS = [1, 2, 2.5, 5, 10] as const;

/** The smallest step of 1, 2, 2.5 or 5 times a power of ten that is at least `rough`. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const found = STEPS.find((step) => step * power >= rough * (1 - 1e-9)) ?? 10;
  return found * power;
}

/** Multiples of a step, without the dust that adding floats leaves: 0.3, not 0.30000000000000004. */
function multiple(step: number, count: number): number {
  return Number((step * count).toPrecision(12));
}

/** Below it steps lose their digits; no figure of ours is near. */
const TINY = 1e-290;

/**
 * An axis of about `count` round labels around the values. `zero` keeps the baseline in, for bars
 * and for figures whose zero means something.
 */
export function niceAxis(
  values: readonly number[],
  { count = 4, zero = false }: { readonly count?: number; readonly zero?: boolean } = {},
): Axis {
  const all = zero ? [...values, 0] : values;
  let low = all.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  let high = all.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (low > high) [low, high] = [0, 1];
  const size = Math.max(Math.abs(low), Math.abs(high));
  // One value, or values a double can hardly tell apart: room around them, for labels that differ.
  if (high - low <= size * 1e-9 || high - low < TINY) {
    const room = size * 0.01 > TINY ? size * 0.01 : 1;
    [low, high] = [low - room, high + room];
  }
  const step = niceStep((high - low) / Math.max(1, count));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks: number[] = [];
  for (let index = first; index <= last; index += 1) ticks.push(multiple(step, index));
  const [min = 0] = ticks;
  return { min, max: ticks.at(-1) ?? 1, ticks, step };
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TIME_STEPS = [
  SECOND,
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
] as const;
const DAY_STEPS = [1, 2, 7, 14] as const;
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60] as const;

/** A label on a time axis: the instant it stands at, and how it reads there. */
export interface TimeTick {
  readonly ms: number;
  readonly text: string;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const isoOf = (ms: number) => new Date(ms).toISOString();

function clockTicks(from: number, to: number, step: number, zone: string): TimeTick[] {
  const midnight = Date.parse(startOfDay(localAt(isoOf(from), zone).day, zone));
  const ticks: TimeTick[] = [];
  for (let ms = midnight + Math.ceil((from - midnight) / step) * step; ms <= to; ms += step) {
    const { day, time } = localAt(isoOf(ms), zone);
    ticks.push({ ms, text: time === '00:00' ? dayText(day) : time });
  }
  return ticks;
}

const dayText = (day: string) => `${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`;

function dayTicks(from: number, to: number, step: number, zone: string): TimeTick[] {
  const ticks: TimeTick[] = [];
  let { day } = localAt(isoOf(from), zone);
  for (let ms = Date.parse(startOfDay(day, zone)); ms <= to; ) {
    if (ms >= from) ticks.push({ ms, text: dayText(day) });
    day = addDays(day, step);
    ms = Date.parse(startOfDay(day, zone));
  }
  return ticks;
}

function monthTicks(from: number, to: number, step: number, zone: string): TimeTick[] {
  const ticks: TimeTick[] = [];
  const { day } = localAt(isoOf(from), zone);
  const start = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  for (let month = start - (start % step); ; month += step) {
    const year = Math.floor(month / 12);
    const index = month % 12;
    const first = `${year}-${String(index + 1).padStart(2, '0')}-01`;
    const ms = Date.parse(startOfDay(first, zone));
    if (ms > to) return ticks;
    if (ms >= from)
      ticks.push({ ms, text: index === 0 || step >= 12 ? `${year}` : `${MONTHS[index]}` });
  }
}

/** At most `most` round instants between two, on the clock and the calendar of a zone. */
export function timeTicks(
  from: number,
  to: number,
  most: number,
  zone: string,
): readonly TimeTick[] {
  if (!(to > from)) return [];
  const rough = (to - from) / Math.max(1, most);
  const clock = TIME_STEPS.find((step) => step >= rough);
  if (clock !== undefined) return clockTicks(from, to, clock, zone);
  const days = DAY_STEPS.find((step) => step * DAY >= rough);
  if (days !== undefined) return dayTicks(from, to, days, zone);
  const months = MONTH_STEPS.find((step) => step * 30.4 * DAY >= rough) ?? 120;
  return monthTicks(from, to, months, zone);
}

/** Keeps at most `most` points of a long line: of each stretch the lowest and the highest. */
export function thinOut<Point>(
  points: readonly Point[],
  readValue: (point: Point) => number | null,
  most: number,
): readonly Point[] {
  if (points.length <= most || most < 4) return points;
  const stretch = points.length / Math.floor(most / 2);
  const kept = new Set([0, points.length - 1]);
  for (let start = 0; start < points.length; start += stretch) {
    const from = Math.floor(start);
    const to = Math.min(points.length, Math.floor(start + stretch));
    let low = -1;
    let high = -1;
    const at = (index: number) => readValue(points[index] as Point) ?? Number.NaN;
    for (let index = from; index < to; index += 1) {
      if (Number.isNaN(at(index))) continue;
      if (low === -1 || at(index) < at(low)) low = index;
      if (high === -1 || at(index) > at(high)) high = index;
    }
    if (low !== -1) kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b).map((index) => points[index] as Point);
}
