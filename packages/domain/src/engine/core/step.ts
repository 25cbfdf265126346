/**
 * The one function that decides: what an input leads to in this state at this moment. Pure, total and
 * deterministic: the same state, input and moment give the same events to the byte. It changes nothing;
 * `apply` makes the next state of the events, and the shell performs the effects once they are durable.
 */
import type { Digest } from '../../kernel/index.ts';
import { Draft } from './draft.ts';
import type { Effect } from './effect.ts';
import type { EngineEvent } from './event.ts';
import { onAllotmentTold } from './handlers/allotted.ts';
import { onAnswered } from './handlers/answered.ts';
import { onCommand } from './handlers/command.ts';
import { onControl } from './handlers/control.ts';
import { onDropped } from './handlers/dropped.ts';
import { onFillReported, onOrderReported, onReportsBroken } from './handlers/reported.ts';
import { onReplaced, onSent } from './handlers/sent.ts';
import { onSnapshotFailed, onSnapshotTaken } from './handlers/snapshot.ts';
import { onStarted } from './handlers/started.ts';
import { onTimeCame } from './handlers/time-came.ts';
import {
  onFeesTold,
  onMarked,
  onReadingTold,
  onVenueStateTold,
  onVenueTraitsTold,
} from './handlers/told.ts';
import { onWatched } from './handlers/watched.ts';
import type { Input } from './input.ts';
import type { Moment } from './market.ts';
import type { EngineState } from './state.ts';
import { readAfter } from './stopping/index.ts';

export interface Stepped {
  readonly state: EngineState;
  readonly events: readonly EngineEvent[];
  readonly effects: readonly Effect[];
}

/** `digest` is SHA-256; only inputs that can place an order ask for it. */
export function step(
  state: EngineState,
  input: Input,
  moment: Moment,
  digest: Digest | null = null,
): Stepped {
  const draft = new Draft(state, input, moment, digest);
  decide(draft, input);
  return { state: draft.state, events: draft.events, effects: draft.effects };
}

type Handlers = {
  readonly [Kind in Input['kind']]: (draft: Draft, input: Extract<Input, { kind: Kind }>) => void;
};

const HANDLERS: Handlers = {
  Command: onCommand,
  Control: onControl,
  Started: onStarted,
  Sent: onSent,
  Replaced: onReplaced,
  Dropped: onDropped,
  OrderReported: onOrderReported,
  FillReported: onFillReported,
  ReportsBroken: onReportsBroken,
  Answered: onAnswered,
  SnapshotTaken: onSnapshotTaken,
  SnapshotFailed: onSnapshotFailed,
  FeesTold: onFeesTold,
  VenueStateTold: onVenueStateTold,
  VenueTraitsTold: onVenueTraitsTold,
  Marked: onMarked,
  ReadingTold: onReadingTold,
  AllotmentTold: onAllotmentTold,
  Watched: onWatched,
  TimeCame: onTimeCame,
};

function decide(draft: Draft, input: Input): void {
  // The table gives each kind its own handler; the compiler can't see that through the look-up.
  const handle = HANDLERS[input.kind] as (draft: Draft, input: Input) => void;
  handle(draft, input);
  readAfter(draft, input);
}
