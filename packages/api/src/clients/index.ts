import { t } from '../trpc.ts';
import { getOwn } from './get-own.ts';
import { getOwnKey } from './get-own-key.ts';
import { getTerms } from './get-terms.ts';
import { getTierTable } from './get-tier-table.ts';
import { list } from './list.ts';
import { listTraderCandidates } from './list-trader-candidates.ts';
import { proposeMandate } from './propose-mandate.ts';
import { proposeTerms } from './propose-terms.ts';
import { proposeTiers } from './propose-tiers.ts';
import { proposeTraders } from './propose-traders.ts';

export const clientsRouter = t.router({
  getOwn,
  getOwnKey,
  list,
  listTraderCandidates,
  getTerms,
  getTierTable,
  proposeTerms,
  proposeMandate,
  proposeTraders,
  proposeTiers,
});
