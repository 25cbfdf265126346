import { t } from '../trpc.ts';
import { getPlatformHealth } from './get-platform-health.ts';
import { listDatabaseMeasures } from './list-database-measures.ts';
import { pingEngine } from './ping-engine.ts';

export const operationsRouter = t.router({ getPlatformHealth, listDatabaseMeasures, pingEngine });
