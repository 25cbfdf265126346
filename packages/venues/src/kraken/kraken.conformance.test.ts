import { conformance, simulated } from '@ultrathink/venues/conformance';
import { type BudgetRule, createAddressBudget } from '../line/index.ts';
import { connectKraken } from './index.ts';

/** The simulated account may ask a thousand times as often as a real one. */
const TIER = {
  counter: { most: 20_000, fallsPerSecond: 500 },
  trades: { most: 125_000, fallsPerSecond: 2_000 },
};
const PUBLIC: BudgetRule = {
  kind: 'Bucket',
  capacity: 10_000,
  refillPerSecond: 1_000,
  keptForCancels: 0,
};

conformance(
  simulated({
    venue: 'kraken',
    connect: (setup) => {
      const { clock } = setup;
      const address = createAddressBudget({ clock, budgets: { public: PUBLIC } });
      return connectKraken({ ...setup, address }, TIER);
    },
    // A deadline is at least two seconds ahead, at a clock that is told in whole seconds.
    shortestAcceptanceMs: 3_200,
    numbersBooks: true,
  }),
);
