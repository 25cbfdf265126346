/** Why a venue key is refused, can't be proposed or is to be watched: one sentence for each. */
import type {
  ActivationRefusal,
  VenueKeyRefusal,
  VenueKeyWarning,
} from '@ultrathink/domain/market-data';

const HOUR_MS = 60 * 60_000;
const hours = (ms: number) => String(Math.floor(ms / HOUR_MS));

export function reasonSentence(reason: VenueKeyRefusal): string {
  switch (reason.code) {
    case 'MayWithdraw':
      return 'The key can withdraw. Make one without that right at the venue.';
    case 'NotAddressBound':
      return 'The key works from every address. Bind it to ours at the venue.';
    case 'CannotTrade':
      return 'The key cannot trade.';
    case 'CannotRead':
      return 'The key cannot read orders and balances.';
    case 'Expired':
      return `The key expired at ${reason.limit}.`;
    case 'NotOpened':
      return 'What was sealed does not open for this venue, account and label. Enter it again.';
    case 'NotAsDescribed':
      return 'The key inside is not the one whose fingerprint was shown. Enter it again.';
    case 'NotTold':
      return `The venue has not said yet what the key may do: ${reason.detail}`;
    case 'NotProven':
      return `In ${hours(reason.actualMs)} hours the venue never said what the key may do.`;
  }
}

export function warningSentence(warning: VenueKeyWarning): string {
  switch (warning.code) {
    case 'Old':
      return `${warning.actualDays} days old; after ${warning.limitDays} it is time for another.`;
    case 'ExpiresSoon':
      return warning.actualDays < 0
        ? 'The venue says it has expired.'
        : `Expires in ${warning.actualDays} days at the venue.`;
    case 'Unused':
      return `Not used for ${warning.actualDays} days.`;
    case 'ProbeTooOld':
      return `The venue was last asked about it ${warning.actualDays} days ago.`;
    case 'AddressBindingUnknown':
      return 'The venue does not say whether it is bound to our addresses.';
  }
}

export type VenueKeyProposalRefusal =
  | ActivationRefusal
  /** What the venue says of it now is not what was proposed. */
  | { readonly code: 'ProbeChanged' }
  | { readonly code: 'AlreadyProposed' };

export function proposalSentence(refusal: VenueKeyProposalRefusal): string {
  switch (refusal.code) {
    case 'NotProposable':
      return `This key is ${refusal.status.toLowerCase()}, so it can't come into use. Nothing was done.`;
    case 'ProbeTooOld':
      return 'The venue has not been asked about this key lately. Nothing was done; wait for the next look.';
    case 'Unfit':
      return `${refusal.reasons.map(reasonSentence).join(' ')} Nothing was done.`;
    case 'AccountHasKey':
      return 'This account uses another key. Nothing was done; rotate that one.';
    case 'ReplacesOther':
      return 'What it would replace is not the key this account uses. Nothing was done; read it again.';
    case 'ProbeChanged':
      return 'What the venue says of this key is not what was proposed. Nothing was done; propose it again.';
    case 'AlreadyProposed':
      return 'This key is proposed already. Nothing was done; decide that proposal.';
  }
}
