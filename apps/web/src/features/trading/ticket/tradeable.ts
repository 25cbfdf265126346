/** What may be ordered, in steps that every venue of it takes: the coarsest of theirs. */
import { decimal, lessThan } from '@ultrathink/domain/kernel';

export interface Tradeable {
  readonly name: string;
  readonly lot: string;
  readonly tick: string;
}

const FINEST = '0.00000001';

const coarsest = (steps: readonly string[]): string =>
  steps.reduce((most, step) => (lessThan(decimal(most), decimal(step)) ? step : most), FINEST);

export function tradeableOf(listed: {
  readonly instrument: string;
  readonly venues: readonly { readonly stepSize: string; readonly tickSize: string }[];
}): Tradeable {
  const { instrument: name, venues } = listed;
  return {
    name,
    lot: coarsest(venues.map(({ stepSize }) => stepSize)),
    tick: coarsest(venues.map(({ tickSize }) => tickSize)),
  };
}

export function stepsOf(all: readonly Tradeable[], name: string): Omit<Tradeable, 'name'> {
  return all.find((one) => one.name === name) ?? { lot: FINEST, tick: FINEST };
}
