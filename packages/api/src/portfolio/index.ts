/** Books against venues: differences, and who sees to them. */
import { t } from '../trpc.ts';
import { getHoldings } from './get-holdings.ts';
import { getResults } from './get-results.ts';
import { getWorth } from './get-worth.ts';
import { listBreaks } from './list-breaks.ts';
import { listTraded } from './list-traded.ts';
import { takeBreak } from './take-break.ts';

export const portfolioRouter = t.router({
  getHoldings,
  getResults,
  getWorth,
  listBreaks,
  listTraded,
  takeBreak,
});
