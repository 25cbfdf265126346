/** Every procedure there is. */
import { accessRouter } from './access/index.ts';
import { approvalRouter } from './approval/index.ts';
import { auditRouter } from './audit/index.ts';
import { authRouter } from './auth/router/index.ts';
import { clientsRouter } from './clients/index.ts';
import { complianceRouter } from './compliance/index.ts';
import { demoRouter } from './demo/index.ts';
import { ledgerRouter } from './ledger/index.ts';
import { live } from './live/live.ts';
import { marketsRouter, venuesRouter } from './market-data/index.ts';
import { operationsRouter } from './operations/index.ts';
import { portfolioRouter } from './portfolio/index.ts';
import { riskRouter } from './risk/index.ts';
import { tcaRouter } from './tca/index.ts';
import { tradingRouter } from './trading/index.ts';
import { t } from './trpc.ts';

export const appRouter = t.router({
  audit: auditRouter,
  access: accessRouter,
  approval: approvalRouter,
  auth: authRouter,
  clients: clientsRouter,
  compliance: complianceRouter,
  demo: demoRouter,
  ledger: ledgerRouter,
  markets: marketsRouter,
  operations: operationsRouter,
  portfolio: portfolioRouter,
  risk: riskRouter,
  tca: tcaRouter,
  trading: tradingRouter,
  venues: venuesRouter,
  live,
});

export type AppRouter = typeof appRouter;
