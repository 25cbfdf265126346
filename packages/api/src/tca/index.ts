/** What trading cost: of one order, over a span, and by venue. */
import { t } from '../trpc.ts';
import { getOrderCosts } from './get-order-costs.ts';
import { summary } from './summary.ts';
import { venueScorecards } from './venue-scorecards.ts';

export const tcaRouter = t.router({ getOrderCosts, summary, venueScorecards });
