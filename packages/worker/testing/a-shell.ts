/** A shell over the samples' world: the real core, a journal in memory, and venues that only listen. */
import type {
  CommandAct,
  CommandInput,
  Decided,
  EngineState,
  InputBody,
  MarketSlice,
} from '@ultrathink/domain/engine/core';
import { ANNA, AT_MS, aSlice, aWish, aWorld } from '@ultrathink/domain/engine/core/testing';
import {
  type CommandId,
  type CorrelationId,
  fromEpochMs,
  type IdempotencyKey,
  type ProcessId,
} from '@ultrathink/domain/kernel';
import { createSystemIds } from '@ultrathink/runtime';
import type { Alert, CommandReply, VenueEffect } from '../src/engine/ports.ts';
import { Run } from '../src/engine/run.ts';
import type { RunEnd, RunLimits } from '../src/engine/run-parts.ts';
import { MemoryJournal } from './memory-journal.ts';

interface ShellOptions {
  readonly state?: EngineState;
  readonly limits?: Partial<RunLimits>;
  readonly journal?: MemoryJournal;
  readonly onCommitted?: (batch: readonly Decided[]) => void;
}

/** Time stands at the samples' moment until a test moves it. */
export function aShell({
  state = aWorld(),
  limits,
  journal = new MemoryJournal(state),
  onCommitted = () => undefined,
}: ShellOptions = {}) {
  let passedMs = 0;
  let quoted: MarketSlice | null = null;
  const clock = {
    now: () => fromEpochMs(AT_MS + passedMs),
    monotonicMs: () => passedMs,
  };
  const ids = createSystemIds();
  const performed: { readonly effect: VenueEffect; readonly records: number }[] = [];
  const replies: { readonly to: CommandId; readonly reply: CommandReply }[] = [];
  const alerts: Alert[] = [];
  const ends: RunEnd[] = [];
  const holds: boolean[] = [];
  const committed: Decided[] = [];
  const run = new Run(
    {
      ports: {
        clock,
        ids,
        journal,
        venue: {
          market: () => quoted ?? aSlice(clock.now()),
          perform: (effect) => performed.push({ effect, records: journal.records.length }),
          hold: (isHeld) => holds.push(isHeld),
        },
        notices: {
          reply: (to, reply) => replies.push({ to, reply }),
          alert: (alert) => alerts.push(alert),
          committed: (batch) => {
            committed.push(...batch);
            onCommitted(batch);
          },
        },
      },
      process: ids.next<ProcessId>(),
      epoch: 1,
      ...(limits !== undefined && { limits }),
      onEnd: (end) => ends.push(end),
    },
    { state, sequence: 0 },
  );
  let keys = 0;
  const command = (
    act: CommandAct = { act: 'PlaceOrder', wish: aWish() },
    change: Partial<CommandInput> = {},
  ): CommandInput => {
    keys += 1;
    return {
      kind: 'Command',
      commandId: ids.next<CommandId>(),
      idempotencyKey: keyAt(AT_MS + passedMs, keys),
      inputHash: JSON.stringify(act),
      asker: {
        person: ANNA,
        session: null,
        apiKey: null,
        correlationId: ids.next<CorrelationId>(),
      },
      act,
      ...change,
    };
  };
  return {
    ...{ clock, run, journal, performed, replies, alerts, ends, holds, committed, command },
    /** The market from now on. */
    quote: (slice: MarketSlice) => {
      quoted = slice;
    },
    pass: (ms: number) => {
      passedMs += ms;
    },
    offer: (body: Exclude<InputBody, CommandInput>) => run.offer(body),
    /** Everything that can happen by itself has happened. */
    settled: () => new Promise<void>((resolve) => setImmediate(resolve)),
    replyTo: ({ commandId }: CommandInput) => replies.find(({ to }) => to === commandId)?.reply,
  };
}

function keyAt(atMs: number, n: number): IdempotencyKey {
  const time = atMs.toString(16).padStart(12, '0');
  const tail = n.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-9000-${tail}` as IdempotencyKey;
}
