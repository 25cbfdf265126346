/**
 * A shard that decides for itself, in the samples' world as of now: what tests of its journal write.
 */
import { createHash } from 'node:crypto';
import {
  apply,
  type Decided,
  decode,
  EMPTY_STATE,
  type EngineEvent,
  type EngineState,
  encode,
  type Input,
  type InputId,
  JOURNAL_VERSION,
  type JournalRecord,
  step,
} from '@ultrathink/domain/engine/core';
import {
  ALPHA_ACCOUNT,
  aSlice,
  BETA_ACCOUNT,
  BTC,
  CONTROLS,
  controlsTaken,
  deposited,
  holderAt,
  marked,
  PLACES,
  placing,
  USD,
  venueOpen,
} from '@ultrathink/domain/engine/core/testing';
import {
  type CommandId,
  fromEpochMs,
  type IdempotencyKey,
  type ProcessId,
} from '@ultrathink/domain/kernel';
import { anId } from './builders.ts';

export interface TestShard {
  /** As it is in this shard's world: no two have an id in common. */
  named<T>(value: T): T;
  readonly state: EngineState;
  readonly sequence: number;
  /** The first record: a world with two clients and their funds. */
  begin(epoch: number): Decided;
  /** What `step` makes of it, as the next record. */
  decide(input: Input): Decided;
  /** These events as the next record, whatever a handler would have said. */
  record(events: readonly EngineEvent[]): Decided;
  /** An order for a little bitcoin, good until canceled, with a key of its own. */
  order(wish?: Parameters<typeof placing>[1]): Decided;
  /** Goes on from what a journal gave back. */
  resume(state: EngineState, sequence: number, epoch?: number): void;
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

function worldEvents(at: ReturnType<typeof fromEpochMs>, epoch: number): readonly EngineEvent[] {
  const funds = [ALPHA_ACCOUNT, BETA_ACCOUNT].flatMap((owner, o) =>
    PLACES.flatMap((place, p) => [
      deposited(o * 100 + p * 2, holderAt(owner, USD, place), '1000000'),
      deposited(o * 100 + p * 2 + 1, holderAt(owner, BTC, place), '1000'),
    ]),
  );
  return [
    { type: 'RunStarted', at, ms: 0, run: anId<ProcessId>(), epoch },
    ...controlsTaken(CONTROLS),
    ...PLACES.flatMap((place) => venueOpen(place, at)),
    ...funds,
    marked(at),
  ];
}

export function aShard(number: number): TestShard {
  const mark = `-7000-8${number.toString(16).padStart(3, '0')}-`;
  const named = <T>(value: T): T => {
    const read = decode(encode(value).replaceAll('-7000-8000-', mark));
    if (!read.ok) throw new Error(read.error.why);
    return read.value as T;
  };
  let state = EMPTY_STATE;
  let sequence = 0;
  let epoch = 1;
  const started = performance.now();

  const add = (
    input: Input,
    made: Omit<Decided, 'record' | 'before'>,
    rest: Partial<JournalRecord>,
  ) => {
    sequence += 1;
    const before = state;
    state = made.after;
    const record: JournalRecord = {
      sequence,
      epoch,
      at: fromEpochMs(Date.now()),
      ms: performance.now() - started,
      version: JOURNAL_VERSION,
      input,
      market: null,
      events: [],
      ...rest,
    };
    return { record, before, after: made.after, effects: made.effects };
  };
  const fold = (input: Input, events: readonly EngineEvent[]) =>
    add(input, { after: events.reduce(apply, state), effects: [] }, { events });
  const decide = (input: Input) => {
    const at = fromEpochMs(Date.now());
    const market = aSlice(at);
    const ms = performance.now() - started;
    const made = step(state, input, { at, ms, market }, digest);
    const { events, effects } = made;
    return add(input, { after: made.state, effects }, { at, ms, market, events });
  };
  return {
    named,
    get state() {
      return state;
    },
    get sequence() {
      return sequence;
    },
    begin(first) {
      epoch = first;
      const at = fromEpochMs(Date.now());
      const run = anId<ProcessId>();
      return fold({ kind: 'Started', id: anId(), run, epoch }, named(worldEvents(at, epoch)));
    },
    decide,
    record: (events) => fold({ kind: 'TimeCame', id: anId() }, events),
    order(wish) {
      const inputHash = createHash('sha256')
        .update(JSON.stringify(wish ?? {}))
        .digest('hex');
      return decide({
        ...named(placing(0, wish)),
        id: anId<InputId>(),
        commandId: anId<CommandId>(),
        idempotencyKey: anId<IdempotencyKey>(),
        inputHash,
      });
    },
    resume(from, at, under = epoch) {
      [state, sequence, epoch] = [from, at, under];
    },
  };
}
