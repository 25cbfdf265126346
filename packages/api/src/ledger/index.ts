import { t } from '../trpc.ts';
import { proposeDeposit } from './propose-deposit.ts';
import { proposeWithdrawal } from './propose-withdrawal.ts';

export const ledgerRouter = t.router({ proposeDeposit, proposeWithdrawal });
