import { t } from '../trpc.ts';
import { flatten } from './flatten.ts';
import { getStrip } from './get-strip.ts';
import { getTradingState } from './get-trading-state.ts';
import { kill } from './kill.ts';
import { listLimitUse } from './list-limit-use.ts';
import { listLimitVersions } from './list-limit-versions.ts';
import { listLimits } from './list-limits.ts';
import { listStops } from './list-stops.ts';
import { proposeCheckPolicy } from './propose-check-policy.ts';
import { proposeLimits } from './propose-limits.ts';
import { proposeResume } from './propose-resume.ts';
import { readUnderStop } from './read-under-stop.ts';
import { runDrill } from './run-drill.ts';

export const riskRouter = t.router({
  listLimits,
  listLimitUse,
  listLimitVersions,
  listStops,
  proposeLimits,
  proposeCheckPolicy,
  getTradingState,
  getStrip,
  readUnderStop,
  kill,
  flatten,
  runDrill,
  proposeResume,
});
