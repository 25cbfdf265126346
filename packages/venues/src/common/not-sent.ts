/** Why nothing was sent, as every adapter says it. */
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { VenueOrder } from '@ultrathink/domain/trading';
import type { Answer, NotSentReason, Outcome } from '../contract/answer.ts';
import type { VenueInstrument } from '../contract/capabilities.ts';

export const notSent = (why: NotSentReason): Outcome<never> => ({ kind: 'NotSent', why });

export const unsupported = (detail: string): NotSentReason => ({ code: 'NotSupported', detail });

/** @param name the venue's, as people write it. */
export const unlisted = (name: string, instrument: InstrumentId): NotSentReason =>
  unsupported(`${name} lists no ${instrument}`);

export const unlistedAnswer = (name: string, instrument: InstrumentId): Answer<never> => ({
  kind: 'NoInformation',
  detail: `${name} lists no ${instrument}`,
  notSent: unlisted(name, instrument),
  evidence: null,
});

/** Why the venue would take no new order of it now, as far as we know. */
export function closedFor(
  { status, symbol }: Pick<VenueInstrument, 'status' | 'symbol'>,
  order: VenueOrder,
): NotSentReason | null {
  if (status === 'Open' || (status === 'PostOnly' && order.isPostOnly)) return null;
  return { code: 'VenueClosed', reason: `${symbol} is ${status}` };
}
