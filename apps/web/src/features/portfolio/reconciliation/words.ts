/** How differences and doubts are said. */
import type { UnconfirmedRow } from './model.ts';

const KINDS: Readonly<Record<string, { readonly name: string; readonly means: string }>> = {
  MissingInternalFill: { name: 'Fill we lack', means: 'The venue has a fill that our books lack.' },
  MissingVenueFill: {
    name: 'Fill the venue lacks',
    means: 'We booked a fill that the venue does not have.',
  },
  Quantity: { name: 'Quantity', means: 'The same fill, with another quantity.' },
  Price: { name: 'Price', means: 'The same fill, at another price.' },
  FeeAmount: { name: 'Fee amount', means: 'The venue tells another fee than we booked.' },
  FeeCurrency: { name: 'Fee currency', means: 'The venue took the fee in another asset.' },
  Duplicate: { name: 'Duplicate', means: 'The same thing was told twice, in two ways.' },
  Timing: { name: 'Timing', means: 'Something is under way; it is looked at again by itself.' },
  ExternalOrder: { name: 'Order of nobody’s', means: 'An order or a fill that we did not send.' },
  BalanceDrift: { name: 'Balance lower', means: 'The venue has less than our books say.' },
  Dust: { name: 'Dust', means: 'Less than one dollar, from rounding.' },
  UnattributedDeposit: {
    name: 'Deposit of nobody’s',
    means: 'The venue has more than our books say.',
  },
  Contradiction: { name: 'Contradiction', means: 'The venue contradicts itself, or us.' },
};

export const kindName = (kind: string): string => KINDS[kind]?.name ?? kind;
export const kindMeans = (kind: string): string => KINDS[kind]?.means ?? '';

export const venueName = (venue: string | null): string =>
  venue === null ? 'Unknown venue' : venue.charAt(0).toUpperCase() + venue.slice(1);

/** What was asked of the venue and has no answer. */
export const REQUEST_WORDS: Readonly<Record<UnconfirmedRow['request'], string>> = {
  New: 'the order itself',
  Cancel: 'its cancel',
  Replace: 'its change',
};

export const orderText = ({ side, orderQty, instrument, price }: UnconfirmedRow): string =>
  `${side} ${orderQty} ${instrument}${price === null ? '' : ` at ${price}`}`;
