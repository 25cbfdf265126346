/** What is not known: requests without an outcome, breaks, accounts that are being compared. */
import {
  addMs,
  emptyMap,
  mapDelete,
  mapEach,
  mapEntries,
  mapGet,
  mapSet,
  type UtcTime,
} from '../../../kernel/index.ts';
import type { VenueAccountId } from '../../../market-data/index.ts';
import { afterNews, unconfirmed } from '../../../trading/index.ts';
import type { Break } from '../break-event.ts';
import type { EngineEvent } from '../event.ts';
import type { Confirming, EngineState, VenueStanding } from '../state.ts';

type EventOf<Type extends EngineEvent['type']> = Extract<EngineEvent, { readonly type: Type }>;

/** What is true of an account at a venue until something was heard of it: nothing may be sent. */
export const UNHEARD: VenueStanding = {
  isReconciled: false,
  watermark: null,
  state: 'DOWN',
  fees: emptyMap(),
  feeVersion: '',
  traits: null,
};

const keyOf = ({ clOrdId, request }: Pick<EventOf<'ConfirmingEnded'>, 'clOrdId' | 'request'>) =>
  `${clOrdId}|${request}`;

/** A change is asked about like a cancel: that the order works on says nothing yet. */
const askedAs = (request: Confirming['request']) => (request === 'New' ? 'New' : 'Cancel');

/** Begun again (a new run has a new clock), it stays with the human who has it. */
export function onConfirmingStarted(
  state: EngineState,
  event: EventOf<'ConfirmingStarted'>,
): EngineState {
  const { request, sentMs, sendableUntilMs, rule } = event;
  const key = keyOf(event);
  const confirming: Confirming = {
    request,
    machine: unconfirmed({ request: askedAs(request), sentMs, sendableUntilMs }),
    rule,
    askedMs: null,
    isWithHuman: mapGet(state.confirming, key)?.isWithHuman ?? false,
  };
  return { ...state, confirming: mapSet(state.confirming, key, confirming) };
}

function changed(
  state: EngineState,
  event: Pick<EventOf<'ConfirmingEnded'>, 'clOrdId' | 'request'>,
  change: (confirming: Confirming) => Confirming,
): EngineState {
  const key = keyOf(event);
  const before = mapGet(state.confirming, key);
  if (before === undefined) return state;
  return { ...state, confirming: mapSet(state.confirming, key, change(before)) };
}

/** A fill that comes by itself is no answer to a question that is open. */
export const onConfirmingHeard = (
  state: EngineState,
  event: EventOf<'ConfirmingHeard'>,
): EngineState =>
  changed(state, event, (confirming) => ({
    ...confirming,
    machine: afterNews(confirming.machine, event.news, event.ms, confirming.rule),
    askedMs: event.news.kind === 'Filled' ? confirming.askedMs : null,
  }));

export const onConfirmingAsked = (
  state: EngineState,
  event: EventOf<'ConfirmingAsked'>,
): EngineState => changed(state, event, (confirming) => ({ ...confirming, askedMs: event.ms }));

export const onHandedToHuman = (state: EngineState, event: EventOf<'HandedToHuman'>): EngineState =>
  changed(state, event, (confirming) => ({ ...confirming, isWithHuman: true }));

export const onConfirmingEnded = (
  state: EngineState,
  event: EventOf<'ConfirmingEnded'>,
): EngineState => ({ ...state, confirming: mapDelete(state.confirming, keyOf(event)) });

/**
 * A new run has a clock of its own. The restart stands for every earlier sending, nothing of before is
 * sent again, and breakers begin anew: what they stopped stays stopped.
 */
export function onRunStarted(state: EngineState, event: EventOf<'RunStarted'>): EngineState {
  const { run: id, epoch, ms, rules } = event;
  let { confirming } = state;
  mapEach(state.confirming, (before, key) => {
    const { request } = before.machine.sent;
    const machine = unconfirmed({ request, sentMs: ms, sendableUntilMs: ms });
    confirming = mapSet(confirming, key, { ...before, machine, askedMs: null });
  });
  return {
    ...state,
    run: { id, epoch, startedMs: ms, ...(rules !== undefined && { rules }) },
    confirming,
    risk: { ...state.risk, breakers: emptyMap() },
  };
}

export const onBreakOpened = (state: EngineState, event: EventOf<'BreakOpened'>): EngineState => ({
  ...state,
  breaks: mapSet(state.breaks, event.break.id, event.break),
});

export function onBreakClosed(
  state: EngineState,
  { breakId, at, stays }: EventOf<'BreakClosed'>,
): EngineState {
  const found = mapGet(state.breaks, breakId);
  const closed = { ...state, breaks: mapDelete(state.breaks, breakId) };
  if (stays !== true || found === undefined) return closed;
  const { ours, theirs, openedAt } = found;
  const kept = withoutOld(state.agreed ?? emptyMap(), at);
  return { ...closed, agreed: mapSet(kept, agreedKey(found), { ours, theirs, openedAt }) };
}

/** One thing that differs, whenever it is found. */
export const agreedKey = ({
  venueAccount,
  kind,
  subject,
}: Pick<Break, 'venueAccount' | 'kind' | 'subject'>): string =>
  `${venueAccount}|${kind}|${subject}`;

type Agreed = NonNullable<EngineState['agreed']>;

/** Longer than any comparison reaches back. */
const AGREED_MS = 40 * 86_400_000;

function withoutOld(agreed: Agreed, at: UtcTime): Agreed {
  const before = addMs(at, -AGREED_MS);
  return mapEntries(agreed).reduce(
    (kept, [key, one]) => (one.openedAt < before ? mapDelete(kept, key) : kept),
    agreed,
  );
}

function withStanding(
  state: EngineState,
  venueAccount: VenueAccountId,
  change: (standing: VenueStanding) => VenueStanding,
): EngineState {
  const before = mapGet(state.venues, venueAccount) ?? UNHEARD;
  return { ...state, venues: mapSet(state.venues, venueAccount, change(before)) };
}

export const onVenueAccountReconciled = (
  state: EngineState,
  { venueAccount, watermark }: EventOf<'VenueAccountReconciled'>,
): EngineState =>
  withStanding(state, venueAccount, (before) => ({ ...before, isReconciled: true, watermark }));

export const onVenueAccountReconciling = (
  state: EngineState,
  { venueAccount }: EventOf<'VenueAccountReconciling'>,
): EngineState =>
  withStanding(state, venueAccount, (before) => ({ ...before, isReconciled: false }));

export const onVenueStateTold = (
  state: EngineState,
  event: EventOf<'VenueStateTold'>,
): EngineState =>
  withStanding(state, event.venueAccount, (before) => ({ ...before, state: event.state }));

export const onVenueTraitsTold = (
  state: EngineState,
  { venueAccount, traits }: EventOf<'VenueTraitsTold'>,
): EngineState => withStanding(state, venueAccount, (before) => ({ ...before, traits }));

export const onFeesTold = (
  state: EngineState,
  { venueAccount, rates, version }: EventOf<'FeesTold'>,
): EngineState =>
  withStanding(state, venueAccount, (before) => ({
    ...before,
    feeVersion: version,
    fees: rates.reduce(
      (fees, { instrument, maker, taker }) => mapSet(fees, instrument, { maker, taker }),
      before.fees,
    ),
  }));
