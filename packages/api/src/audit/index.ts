/** The audit trail: what it says, and the proof that it is whole. */
import { t } from '../trpc.ts';
import { proofProcedures } from './proof/index.ts';
import { readProcedures } from './reads/index.ts';

export const auditRouter = t.router({ ...proofProcedures, ...readProcedures });
