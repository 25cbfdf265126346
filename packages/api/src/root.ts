/** Every procedure there is. */
import { live } from './live/live.ts';
import { operationsRouter } from './operations/index.ts';
import { t } from './trpc.ts';

export const appRouter = t.router({ operations: operationsRouter, live });

export type AppRouter = typeof appRouter;
