import { t } from '../trpc.ts';
import { getCategoryRules } from './get-category-rules.ts';
import { listRestrictionsOf } from './list-restrictions.ts';
import { proposeCategoryRules } from './propose-category-rules.ts';
import { proposeLift } from './propose-lift.ts';
import { proposeRestriction } from './propose-restriction.ts';

export const complianceRouter = t.router({
  listRestrictions: listRestrictionsOf,
  proposeRestriction,
  proposeLift,
  getCategoryRules,
  proposeCategoryRules,
});
