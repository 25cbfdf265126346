import { t } from '../trpc.ts';
import { listFlows } from './list-flows.ts';
import { listMovements } from './list-movements.ts';
import { proposeDeposit } from './propose-deposit.ts';
import { proposeWithdrawal } from './propose-withdrawal.ts';

export const ledgerRouter = t.router({
  listFlows,
  listMovements,
  proposeDeposit,
  proposeWithdrawal,
});
