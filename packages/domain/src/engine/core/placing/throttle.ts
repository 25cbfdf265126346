/**
 * What programs place without a person in between. At the limit they are turned off and stay so until
 * people turn them on again (RTS 6 of MiFID II, article 15 (2)): from the fourth rules on that is a stop,
 * which is listed and ended as every other one.
 */
import { mapEntries, mapGet, roundTo, toText } from '../../../kernel/index.ts';
import type { VenueId } from '../../../market-data/index.ts';
import { afterExecution, kill, type StateKey, THROTTLE } from '../../../risk/index.ts';
import type { Draft } from '../draft.ts';
import { rulesOf } from '../rules.ts';
import { throttleKey } from './facts.ts';
import { limitsOf } from './limits.ts';
import { sightOf } from './sight.ts';
import type { Work } from './work.ts';

/** Of these rules on, what is turned off is a stop. */
const STOPS_SINCE = 4;

/** One more order that nobody looked at; a person's own begins the count anew, unless it was turned off. */
export function throttled(draft: Draft, work: Work): void {
  const key = throttleKey(work);
  const known = mapGet(draft.state.risk.throttles, key);
  if (!work.isAutomatic) {
    const isCounted = known !== undefined && known.repeats > 0 && !known.isOff;
    if (isCounted) draft.add({ type: 'Throttled', key, repeats: 0, isOff: false });
    return;
  }
  const { at, market } = draft.moment;
  const limits = limitsOf(sightOf(draft.state, at, market, work), ANY_VENUE, null) ?? [];
  const most = limits.flatMap(({ kind, value }) =>
    kind === 'RepeatedExecution' ? [Number(toText(roundTo(value, 0, 'Down')))] : [],
  );
  const limit = most.length === 0 ? 0 : Math.min(...most);
  const before = { ...THROTTLE, ...known };
  const { repeats, isOff } = afterExecution(before, limit);
  draft.add({ type: 'Throttled', key, repeats, isOff });
  if (isOff) stop(draft, key, repeats);
}

/** Repeats are no venue's. */
const ANY_VENUE = 'any' as VenueId;

/**
 * A strategy by its name; programs without one by their account's id, which is no strategy's name: people
 * go on trading it, and it is the throttle itself that refuses the programs.
 */
function stop(draft: Draft, scope: string, repeats: number): void {
  if (rulesOf(draft.state) < STOPS_SINCE) return;
  const { at } = draft.moment;
  const key: StateKey = { level: 'strategy', scope };
  const stood = mapGet(draft.state.risk.states, `strategy|${scope}`) ?? { grade: null };
  const state = kill(stood, 'HALT_NEW', 'Breaker', at);
  if (state === stood) return;
  const why = `RepeatedExecution Over: ${repeats} orders without a person in between`;
  draft.add({ type: 'TradingStateSet', at, key, state, why });
  draft.perform({
    kind: 'Alert',
    code: 'ProgramsTurnedOff',
    severity: 'Critical',
    venue: null,
    subject: `${key.level}|${scope}: ${why}`,
  });
}

/** What older rules turned off had no stop that anybody could end: it has one now. */
export function stopTurnedOff(draft: Draft): void {
  for (const [key, { isOff, repeats }] of mapEntries(draft.state.risk.throttles)) {
    if (isOff) stop(draft, key, repeats);
  }
}

/** With the end of the stop, which two people agreed to. */
export function turnOnAgain(draft: Draft, { level, scope }: StateKey): void {
  if (level !== 'strategy' || rulesOf(draft.state) < STOPS_SINCE) return;
  const isOff = mapGet(draft.state.risk.throttles, scope)?.isOff ?? false;
  if (isOff) draft.add({ type: 'Throttled', key: scope, repeats: 0, isOff: false });
}
