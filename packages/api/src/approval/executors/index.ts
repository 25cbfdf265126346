/** Every act that can be proposed today, with what carries it out. */
import type { Executors } from '../executor.ts';
import { activateVenueKeyOf } from './activate-venue-key.ts';
import { changeAllowList } from './change-allow-list.ts';
import { changeTiers, setClientTerms, setMandate, setTraders } from './control-clients.ts';
import {
  assertOutcome,
  bookDeposit,
  bookWithdrawal,
  closeBreak,
  reallocateBlock,
} from './control-money.ts';
import { resumeTrading, setCheckPolicy, setLimits } from './control-risk.ts';
import {
  changeRestriction,
  setCategoryRules,
  setRoutingPolicy,
  setTradingMode,
} from './control-rules.ts';
import { erasePerson } from './erase-person.ts';
import { grantRole } from './grant-role.ts';
import { makeTradeKey } from './make-trade-key.ts';
import { openHouseAccount } from './open-house-account.ts';
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
  'clients.proposeState': setClientTerms,
  'clients.proposeMandate': setMandate,
  'clients.proposeTraders': setTraders,
  'clients.proposeTiers': changeTiers,
  'risk.proposeLimit': setLimits,
  'risk.proposeCheckPolicy': setCheckPolicy,
  'risk.proposeResume': resumeTrading,
  'compliance.proposeRestriction': changeRestriction,
  'compliance.proposeCategoryRules': setCategoryRules,
  'trading.proposeRoutingPolicy': setRoutingPolicy,
  'operations.proposeTradingMode': setTradingMode,
  'ledger.proposeDeposit': bookDeposit,
  'ledger.proposeWithdrawal': bookWithdrawal,
  'portfolio.proposeBreakClose': closeBreak,
  'trading.proposeHouseAccount': openHouseAccount,
  'trading.proposeOutcome': assertOutcome,
  'trading.proposeReallocation': reallocateBlock,
};
