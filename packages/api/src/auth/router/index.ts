import { t } from '../../trpc.ts';
import { changePassword } from './change-password.ts';
import { confirmPasskey, passkeyEnrolOptions } from './enrol-passkey.ts';
import { confirmTotp, startTotp } from './enrol-totp.ts';
import { listFactors, newRecoveryCodes, removeFactor } from './factors.ts';
import { acceptInvitation, openInvitation } from './invitation.ts';
import { requestPasswordReset, resetPassword } from './password-reset.ts';
import { passkeySignInOptions, proveFactor } from './prove-factor.ts';
import { session } from './session.ts';
import { endMySessions, endSession, keepAlive, listSessions, signOut } from './sessions.ts';
import { proveStepUp, stepUpOptions } from './step-up.ts';
import { switchOrganisation } from './switch-organisation.ts';

export const authRouter = t.router({
  session,
  proveFactor,
  passkeySignInOptions,
  startTotp,
  confirmTotp,
  passkeyEnrolOptions,
  confirmPasskey,
  newRecoveryCodes,
  removeFactor,
  listFactors,
  changePassword,
  listSessions,
  endSession,
  endMySessions,
  signOut,
  keepAlive,
  switchOrganisation,
  stepUpOptions,
  proveStepUp,
  openInvitation,
  acceptInvitation,
  requestPasswordReset,
  resetPassword,
});
