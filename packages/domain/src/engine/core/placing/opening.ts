/**
 * Venues that are not open yet. At a start, and after reports were missed, each account is compared before
 * an order may leave by it: for these seconds nobody is told No for good. A new order is not taken, and
 * one that stands waits with what came back of it.
 */
import { mapGet, type UtcTime } from '../../../kernel/index.ts';
import { type InstrumentId, VENUE_PERMITS } from '../../../market-data/index.ts';
import type { ClOrdId } from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import type { EngineState } from '../state.ts';
import { dueItems } from '../stopping/agenda.ts';
import { breaksAt, isBlocking } from '../venue/breaks.ts';
import { recheckLater } from '../venue/later.ts';
import { allowedVenues } from './route.ts';
import { type Sight, sightOf, type UsableAccount, venueOf } from './sight.ts';
import type { Work } from './work.ts';

const PREFIX = 'route|';

/** Of the agenda's `Recheck`: an order that waits for a venue; null: something else. */
export const waitingOrderOf = (subject: string): ClOrdId | null =>
  subject.startsWith(PREFIX) ? (subject.slice(PREFIX.length) as ClOrdId) : null;

function accountsOf(draft: Draft, work: Work) {
  const { at, market } = draft.moment;
  const sight = sightOf(draft.state, at, market, work);
  const allowed = new Set(allowedVenues(sight));
  return {
    sight,
    accounts: [...sight.usable.values()].filter((one) => allowed.has(one.terms.venue)),
  };
}

function isOpen(sight: Sight, { terms, standing }: UsableAccount): boolean {
  if (standing?.isReconciled !== true) return false;
  const line = venueOf(sight, terms.venue)?.state ?? 'DOWN';
  return VENUE_PERMITS[standing.state].newOrders && VENUE_PERMITS[line].newOrders;
}

/** It is compared now, and nothing that is known keeps it closed: a break waits for people. */
const isComparing = ({ state }: Sight, { terms, standing }: UsableAccount): boolean =>
  standing?.isReconciled !== true && !breaksAt(state, terms.id).some(isBlocking);

/** No account that may be used is open, and of one at least that is a matter of seconds. */
export function isOpening(draft: Draft, work: Work): boolean {
  const { sight, accounts } = accountsOf(draft, work);
  return (
    !accounts.some((one) => isOpen(sight, one)) && accounts.some((one) => isComparing(sight, one))
  );
}

/** There are accounts to use, and none of them is open. */
export function isNoneOpen(draft: Draft, work: Work): boolean {
  const { sight, accounts } = accountsOf(draft, work);
  return accounts.length > 0 && !accounts.some((one) => isOpen(sight, one));
}

/** It works on without a venue; time in force, a cancel or a venue that opens end that. */
export function awaitVenue(draft: Draft, clOrdId: ClOrdId, isNews: boolean): void {
  recheckLater(draft, `${PREFIX}${clOrdId}`);
  if (!isNews) return;
  const [code, subject] = ['OrderAwaitsVenue', clOrdId];
  draft.perform({ kind: 'Alert', code, severity: 'Warning', venue: null, subject });
}

/** Whose market is needed to look again at what is due now; null where no order that is due waits for a venue. */
export function instrumentAwaited(state: EngineState, at: UtcTime): InstrumentId | null {
  for (const { subject } of dueItems(state, at)) {
    const id = waitingOrderOf(subject);
    const found = id === null ? undefined : mapGet(state.orders, id);
    if (found !== undefined) return found.order.placement.instrument;
  }
  return null;
}
