import { t } from '../trpc.ts';
import { claimApiKey } from './claim-api-key.ts';
import { createReadKey } from './create-read-key.ts';
import { endAllSessions } from './end-all-sessions.ts';
import { endGrant } from './end-grant.ts';
import { endSession } from './end-session.ts';
import { getOrganisation } from './get-organisation.ts';
import { getPerson } from './get-person.ts';
import { invitePerson } from './invite-person.ts';
import { listApiKeys } from './list-api-keys.ts';
import { listOrganisations } from './list-organisations.ts';
import { listPeople } from './list-people.ts';
import { listSessions } from './list-sessions.ts';
import { permissionMatrix } from './permission-matrix.ts';
import { proposeAllowList } from './propose-allow-list.ts';
import { proposeErasure } from './propose-erasure.ts';
import { proposeFactorReset } from './propose-factor-reset.ts';
import { proposeGrant } from './propose-grant.ts';
import { proposeSigningKey } from './propose-signing-key.ts';
import { proposeTradeKey } from './propose-trade-key.ts';
import { registerOrganisation } from './register-organisation.ts';
import { resendInvitation } from './resend-invitation.ts';
import { review } from './review.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { suspendPerson } from './suspend-person.ts';
import { tryPermission } from './try-permission.ts';
import { listViews, removeView, saveView } from './views/index.ts';
import { withdrawInvitation } from './withdraw-invitation.ts';

export const accessRouter = t.router({
  listOrganisations,
  getOrganisation,
  registerOrganisation,
  listPeople,
  getPerson,
  invitePerson,
  resendInvitation,
  withdrawInvitation,
  suspendPerson,
  listSessions,
  endSession,
  endAllSessions,
  proposeGrant,
  endGrant,
  proposeFactorReset,
  proposeAllowList,
  listApiKeys,
  createReadKey,
  proposeTradeKey,
  claimApiKey,
  revokeApiKey,
  permissionMatrix,
  tryPermission,
  review,
  proposeErasure,
  proposeSigningKey,
  listViews,
  saveView,
  removeView,
});
