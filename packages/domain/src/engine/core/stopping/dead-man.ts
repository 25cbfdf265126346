/**
 * Switches at venues that cancel all of a key's orders by themselves when nobody says for a while that
 * we live. Said anew every 20 s while orders may be sent; after a stop it is not said again, so within
 * a minute the venue cancels whatever our own cancels did not reach. That takes protective stops that
 * rest there along: who halts a key of such a venue has to protect its positions by other means.
 */
import { mapEntries, mapGet } from '../../../kernel/index.ts';
import { type StateKey, tradingStateOf } from '../../../risk/index.ts';
import type { VenueAccountTerms } from '../config.ts';
import type { Draft } from '../draft.ts';
import type { EngineState } from '../state.ts';
import { remind } from './agenda.ts';
import { stateKeyText } from './scope.ts';

const SWITCH_SECONDS = 60;
const SWITCH_EVERY_MS = 20_000;
export const SWITCH_SUBJECT = 'dead-man';

function isHalted({ risk }: EngineState, key: StateKey): boolean {
  const state = mapGet(risk.states, stateKeyText(key)) ?? { grade: null };
  return tradingStateOf(state) === 'Halted';
}

/** How long it may be armed for; null where there is none, or where trading has stopped. */
function secondsFor(state: EngineState, { id, key, mode }: VenueAccountTerms): number | null {
  const most = mapGet(state.venues, id)?.traits?.deadManSeconds ?? null;
  if (most === null || key === null || mode !== state.config.mode) return null;
  if (isHalted(state, { level: 'firm', scope: 'firm' })) return null;
  if (isHalted(state, { level: 'venueKey', scope: key })) return null;
  return Math.min(most, SWITCH_SECONDS);
}

export function armSwitches(draft: Draft): void {
  let arms = false;
  for (const [venueAccount, terms] of mapEntries(draft.state.config.venueAccounts)) {
    const seconds = secondsFor(draft.state, terms);
    if (seconds === null) continue;
    arms = true;
    draft.perform({ kind: 'ArmDeadManSwitch', venueAccount, seconds });
  }
  if (arms) remind(draft, SWITCH_SUBJECT, SWITCH_EVERY_MS);
}
