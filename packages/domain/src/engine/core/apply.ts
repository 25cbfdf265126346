/** The fold: what each event makes of the state. Nothing is refused here; what has happened has happened. */
import type { EngineEvent } from './event.ts';
import type { EngineState } from './state.ts';

export function apply(state: EngineState, _event: EngineEvent): EngineState {
  return state;
}
