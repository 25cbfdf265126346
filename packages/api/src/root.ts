/** Every procedure there is. */
import { clientsRouter } from './clients/index.ts';
import { live } from './live/live.ts';
import { operationsRouter } from './operations/index.ts';
import { t } from './trpc.ts';

export const appRouter = t.router({ clients: clientsRouter, operations: operationsRouter, live });

export type AppRouter = typeof appRouter;
