import { t } from '../trpc.ts';
import { decide } from './decide-proposal.ts';
import { deleteDraft } from './delete-draft.ts';
import { execute } from './execute-proposal.ts';
import { get } from './get.ts';
import { inbox } from './inbox.ts';
import { list } from './list.ts';
import { listDrafts } from './list-drafts.ts';
import { policy } from './policy.ts';
import { policyHistory } from './policy-history.ts';
import { proposePolicy } from './propose-policy.ts';
import { saveDraft } from './save-draft.ts';
import { tryPolicy } from './try-policy.ts';

export const approvalRouter = t.router({
  inbox,
  list,
  get,
  decide,
  execute,
  policy,
  policyHistory,
  tryPolicy,
  listDrafts,
  saveDraft,
  deleteDraft,
  proposePolicy,
});
