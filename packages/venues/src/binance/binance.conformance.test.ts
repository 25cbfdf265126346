import { conformance, conformanceAtNetwork, simulated } from '@ultrathink/venues/conformance';
import { connectBinance } from './index.ts';

conformance(
  simulated({
    venue: 'binance',
    connect: connectBinance,
    shortestAcceptanceMs: 200,
    numbersBooks: true,
  }),
);

conformanceAtNetwork({ venue: 'binance', connect: connectBinance, instrument: 'BTC/USDT' });
