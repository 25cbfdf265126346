/**
 * What everything is worth and how wild it is, once a second.
 *
 * Volatility is the standard deviation of the logarithms of an instrument's hourly changes over the last
 * seven days, times the root of 24: a share of the price in a day. Volume is what was traded in those
 * hours, brought to a day. Under twelve whole hours neither is known, and what needs them refuses.
 */
import type { KeptHour } from '@ultrathink/db/market-data';
import type { AssetValue, InputBody, InstrumentMark } from '@ultrathink/domain/engine/core';
import {
  type Asset,
  add,
  addMs,
  type Clock,
  type Decimal,
  decimal,
  divide,
  multiply,
  ZERO,
} from '@ultrathink/domain/kernel';
import { type InstrumentBook, type InstrumentId, markOf } from '@ultrathink/domain/market-data';
import type { Log } from '@ultrathink/runtime';
import { REFERENCE_AGE_MS, type Slices } from './slices.ts';

const HOUR_MS = 3_600_000;
const REACH_MS = 7 * 24 * HOUR_MS;
const FEWEST_HOURS = 12;
const READ_EVERY_MS = 600_000;
const SHARE_DIGITS = 8;
const VOLUME_SCALE = 8;
const HOURS_A_DAY = decimal('24');

type Figures = Pick<InstrumentMark, 'volatility' | 'dailyVolume'>;
const UNKNOWN: Figures = { volatility: null, dailyVolume: null };

export interface MarksParts {
  readonly slices: Pick<Slices, 'consolidated' | 'reference'>;
  readonly instruments: readonly InstrumentId[];
  readonly hours: (since: ReturnType<Clock['now']>) => Promise<readonly KeptHour[]>;
  readonly clock: Clock;
  readonly log: Log;
  /** Everything is valued in it. */
  readonly currency: () => Asset;
}

export class Marks {
  readonly #parts: MarksParts;
  #figures: ReadonlyMap<string, Figures> = new Map();
  #readMs = Number.NEGATIVE_INFINITY;
  #isReading = false;

  constructor(parts: MarksParts) {
    this.#parts = parts;
  }

  /** Null where no price of anything is known. */
  marked(): Extract<InputBody, { kind: 'Marked' }> | null {
    this.#refresh();
    const { slices, instruments: ids } = this.#parts;
    const instruments = ids.flatMap((instrument): InstrumentMark[] => {
      const price = slices.reference(instrument);
      if (price === null) return [];
      return [{ instrument, price, ...(this.#figures.get(instrument) ?? UNKNOWN) }];
    });
    if (instruments.length === 0) return null;
    return { kind: 'Marked', instruments, values: this.#values() };
  }

  /** Of every asset that books lead from to the currency; each stablecoin by its own market. */
  #values(): readonly AssetValue[] {
    const { slices, instruments, clock, currency } = this.#parts;
    const books: InstrumentBook[] = instruments.flatMap((id) => slices.consolidated(id) ?? []);
    const valuing = { books, at: clock.now(), maxAgeMs: REFERENCE_AGE_MS };
    const reference = currency();
    const assets = new Set(books.flatMap(({ instrument: { base, quote } }) => [base, quote]));
    assets.add(reference);
    return [...assets].sort().flatMap((asset) => {
      const mark = markOf(asset, reference, valuing);
      return mark.ok ? [{ asset, value: mark.value.price }] : [];
    });
  }

  /** Looks at the bars again when it is time; the figures of before stand until they are read. */
  #refresh(): void {
    const { clock, hours, log } = this.#parts;
    if (this.#isReading || clock.monotonicMs() - this.#readMs < READ_EVERY_MS) return;
    this.#isReading = true;
    this.#readMs = clock.monotonicMs();
    hours(addMs(clock.now(), -REACH_MS))
      .then((rows) => {
        const named = Map.groupBy(rows, ({ instrument }) => instrument);
        this.#figures = new Map([...named].map(([name, own]) => [name, figuresOf(own)]));
        // Right after a start the bars may still be on their way.
        const isWhole = this.#parts.instruments.every(
          (id) => (this.#figures.get(id) ?? UNKNOWN).volatility !== null,
        );
        if (!isWhole) this.#readMs = clock.monotonicMs() - READ_EVERY_MS + AGAIN_MS;
      })
      .catch((error: unknown) => {
        log.warn('The bars that volatility is made of can not be read. Trying again.', { error });
        this.#readMs = clock.monotonicMs() - READ_EVERY_MS + AGAIN_MS;
      })
      .finally(() => {
        this.#isReading = false;
      });
  }
}

const AGAIN_MS = 10_000;

/** Statistics, and no money: the one place where prices are floats. */
export function figuresOf(hours: readonly KeptHour[]): Figures {
  const changes = hours.flatMap(({ close, opensAt }, n) => {
    const before = hours[n - 1];
    const isNext = before !== undefined && addMs(before.opensAt, HOUR_MS) === opensAt;
    return isNext ? [Math.log(close / before.close)] : [];
  });
  if (changes.length < FEWEST_HOURS) return UNKNOWN;
  const mean = changes.reduce((sum, one) => sum + one, 0) / changes.length;
  const squares = changes.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const aDay = Math.sqrt((squares / (changes.length - 1)) * 24);
  if (!Number.isFinite(aDay)) return UNKNOWN;
  return { volatility: decimal(aDay.toFixed(SHARE_DIGITS)), dailyVolume: volumeOf(hours) };
}

function volumeOf(hours: readonly KeptHour[]): Decimal {
  const total = hours.reduce<Decimal>((sum, { volume }) => add(sum, decimal(volume)), ZERO);
  const days = decimal(String(hours.length));
  return divide(multiply(total, HOURS_A_DAY), days, VOLUME_SCALE, 'Down');
}
