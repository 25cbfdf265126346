/** The engine's own orders that close a position because FLATTEN stands: the one thing it lets through. */
import { type AccountId, mapGet, type Quantity } from '../../../kernel/index.ts';
import type { InstrumentId, Side, VenueAccountId } from '../../../market-data/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import { judgeAt } from './judge.ts';
import { decided, placeNew } from './place.ts';
import { sightOf } from './sight.ts';
import { HOUSE, partsOf, type Work } from './work.ts';

/** Closes a position where it is held: one reduce-only order at the market, by the same gate. */
export function placeFlattening(
  draft: Draft,
  account: AccountId,
  venueAccount: VenueAccountId,
  instrument: InstrumentId,
  side: Side,
  quantity: Quantity,
): void {
  const { state, moment } = draft;
  const owner = mapGet(state.config.accounts, account);
  const place = mapGet(state.config.venueAccounts, venueAccount);
  if (owner === undefined || place === undefined) return;
  const client = owner === 'House' ? HOUSE : owner;
  const work: Work = {
    clOrdId: draft.ids.next<ClOrdId>(),
    account,
    client,
    block: null,
    parts: partsOf(client, account, null),
    strategy: null,
    placedBy: null,
    isAutomatic: false,
    instrument,
    side,
    orderQty: quantity,
    terms: { ordType: 'Market' },
    timeInForce: 'ImmediateOrCancel',
    expireTime: null,
    isPostOnly: false,
    isReduceOnly: true,
    isFlattening: true,
    quantity,
    leaves: quantity,
    isCounted: false,
  };
  const sight = sightOf(state, moment.at, moment.market, work);
  // Where it is held and nowhere else, whichever account another order would use there.
  const usable = new Map(sight.usable);
  usable.set(place.venue, { terms: place, standing: mapGet(state.venues, place.id) ?? null });
  const judged = judgeAt({ ...sight, usable }, draft, place.venue);
  decided(draft, work, judged);
  if (judged.decision.verdict === 'Placed') {
    placeNew(draft, work, judged, 0);
    return;
  }
  draft.perform({
    kind: 'Alert',
    code: 'FlatteningRefused',
    severity: 'Critical',
    venue: place.venue,
    subject: `${account} ${instrument} ${side} ${quantity}`,
  });
}
