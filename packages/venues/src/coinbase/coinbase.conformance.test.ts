import { generateKeyPairSync } from 'node:crypto';
import { conformance, simulated } from '@ultrathink/venues/conformance';
import { type BudgetRule, createAddressBudget } from '../line/index.ts';
import { connectCoinbase } from './index.ts';

/** The simulated account may ask a hundred times as often as a real one. */
const FAST: BudgetRule = {
  kind: 'Bucket',
  capacity: 3_000,
  refillPerSecond: 3_000,
  keptForCancels: 0,
};

const secret = String(
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
    type: 'sec1',
    format: 'pem',
  }),
);

conformance(
  simulated({
    venue: 'coinbase',
    connect: (setup) => {
      const { clock } = setup;
      const address = createAddressBudget({ clock, budgets: { public: FAST } });
      return connectCoinbase({ ...setup, address }, { private: FAST });
    },
    credentials: { key: 'organizations/1/apiKeys/1', secret },
    shortestAcceptanceMs: null,
    numbersBooks: true,
    numbersReports: true,
    reportsBalances: false,
    namesByOwnId: false,
  }),
);
