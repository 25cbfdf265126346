/** Why something the engine would hold to can't be proposed or carried out: one sentence for each. */
import type { TierRefusal } from '@ultrathink/domain/clients';

export type ControlRefusal =
  | { readonly code: 'NoAccount' }
  | { readonly code: 'NotATrader' }
  | { readonly code: 'NoTiersYet' }
  | { readonly code: 'TiersThere' }
  | { readonly code: 'TiersUnsound'; readonly refusals: readonly TierRefusal[] }
  | { readonly code: 'AlreadyLifted' }
  | { readonly code: 'NoVenueAccount' }
  | { readonly code: 'NoBlock' }
  | { readonly code: 'BlockDividedAnew' }
  | { readonly code: 'HouseNameTaken'; readonly name: string };

export function controlSentence(refusal: ControlRefusal): string {
  switch (refusal.code) {
    case 'NoAccount':
      return 'This client has no such account. Nothing was done.';
    case 'NotATrader':
      return 'One of these people is not there, or belongs to another client. Nothing was done.';
    case 'NoTiersYet':
      return 'There is no table of tiers to change yet. Nothing was done; adopt the first one.';
    case 'TiersThere':
      return 'There is a table of tiers already. Nothing was done; change that one.';
    case 'TiersUnsound':
      return `${refusal.refusals.slice(0, 3).map(tierSentence).join(' ')} Nothing was done.`;
    case 'AlreadyLifted':
      return 'This restriction was lifted before. Nothing was done.';
    case 'NoVenueAccount':
      return 'There is no such account at a venue, or it holds the assets of another client. Nothing was done.';
    case 'NoBlock':
      return 'This order is no block that is divided by a rule. Nothing was done.';
    case 'BlockDividedAnew':
      return 'The block was divided by another version of its rule meanwhile. Nothing was done; look at it again.';
    case 'HouseNameTaken':
      return `There is an account "${refusal.name}" already. Nothing was done.`;
  }
}

function tierSentence(refusal: TierRefusal): string {
  switch (refusal.code) {
    case 'NotInTheFuture':
      return `A change begins after it is agreed to; this would have begun at ${refusal.actual}.`;
    case 'BeforeTheLast':
      return `A change that begins at ${refusal.limit} is agreed to already; this one would come before it.`;
    case 'AmountOutOfBounds':
      return `${refusal.tier}: ${FIELDS[refusal.field]} can be ${refusal.limit} at the outermost, not ${refusal.actual}.`;
    case 'TooManyRows':
      return `A tier can have ${refusal.limit} rows.`;
    case 'NoRow':
    case 'EndsBeforeItBegins':
    case 'Gap':
    case 'Overlap':
    case 'NoApproval':
      return `${refusal.tier}: its rows would not follow each other.`;
  }
}

const FIELDS = {
  maxPosition: 'the largest position',
  maxLeverage: 'the leverage',
  commissionBps: 'the commission',
  minBalance: 'the least balance',
} as const;
