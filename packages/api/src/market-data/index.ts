import { t } from '../trpc.ts';
import { compareFees } from './compare-fees.ts';
import { getBook } from './get-book.ts';
import { listBars } from './list-bars.ts';
import { listInstruments } from './list-instruments.ts';
import { listTrades } from './list-trades.ts';
import { listVenues } from './list-venues.ts';
import { venueKeyProcedures } from './venue-keys/index.ts';

export const marketsRouter = t.router({
  listInstruments,
  getBook,
  listBars,
  listTrades,
  compareFees,
});

export const venuesRouter = t.router({ list: listVenues, ...venueKeyProcedures });
