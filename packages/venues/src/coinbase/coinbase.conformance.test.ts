import { generateKeyPairSync } from 'node:crypto';
import { conformance, simulated } from '@ultrathink/venues/conformance';
import { connectCoinbase } from './index.ts';

const secret = String(
  generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({
    type: 'sec1',
    format: 'pem',
  }),
);

conformance(
  simulated({
    venue: 'coinbase',
    connect: connectCoinbase,
    credentials: { key: 'organizations/1/apiKeys/1', secret },
    shortestAcceptanceMs: null,
    numbersBooks: true,
    numbersReports: true,
    reportsBalances: false,
    namesByOwnId: false,
  }),
);
