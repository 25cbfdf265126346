/** Every act that can be proposed today, with what carries it out. */
import type { Executors } from '../executor.ts';
import { activateVenueKeyOf } from './activate-venue-key.ts';
import { changeAllowList } from './change-allow-list.ts';
import { erasePerson } from './erase-person.ts';
import { grantRole } from './grant-role.ts';
import { makeTradeKey } from './make-trade-key.ts';
import { publishPolicyDraft } from './publish-policy.ts';
import { resetFactors } from './reset-factors.ts';
import { rotateSigningKey } from './rotate-signing-key.ts';

export const EXECUTORS: Executors = {
  'access.proposeGrant': grantRole,
  'access.proposeFactorReset': resetFactors,
  'access.proposeAllowList': changeAllowList,
  'access.proposeTradeKey': makeTradeKey,
  'approval.proposePolicy': publishPolicyDraft,
  'audit.proposeErasure': erasePerson,
  'audit.proposeSigningKey': rotateSigningKey,
  'venues.proposeKey': activateVenueKeyOf,
};
