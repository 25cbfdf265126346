/** The procedures of the proof, to stand in the router `audit`. */
import { checkpoints } from './checkpoints.ts';
import { exportPage } from './export-page.ts';
import { head } from './head.ts';
import { receipt } from './receipt.ts';
import { verifyRange } from './verify-range.ts';

export const proofProcedures = { head, checkpoints, receipt, verifyRange, exportPage };
