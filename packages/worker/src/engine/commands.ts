/** What an engine does with a command. */
import type { Command, Decision } from '@ultrathink/domain/engine';
import { type Clock, msBetween, type ProcessId } from '@ultrathink/domain/kernel';
import type { AnswerMarket } from '../market-data/questions.ts';
import type { Relay } from './relay.ts';

export type Outcome = Decision['outcome'];

export type Decide = (command: Command) => Outcome;

export interface EngineParts {
  readonly relay: Relay;
  readonly processId: ProcessId;
  readonly clock: Clock;
  readonly answerMarket: AnswerMarket;
}

/** Decides, or refuses what its asker no longer waits for: both before anything is done. */
export function createDecide({ relay, processId, clock, answerMarket }: EngineParts): Decide {
  return (command) => {
    const actualMs = msBetween(command.sentAt, clock.now());
    if (actualMs > command.deadlineMs) {
      const refusal = { code: 'DeadlinePassed', limitMs: command.deadlineMs, actualMs } as const;
      return { kind: 'Refused', refusal };
    }
    switch (command.body.name) {
      case 'ping':
        return {
          kind: 'Accepted',
          result: {
            name: 'ping',
            echo: command.body.echo,
            at: clock.now(),
            shard: relay.shard,
            processId,
            pid: process.pid,
            sequence: relay.latest.sequence,
          },
        };
      default:
        return { kind: 'Accepted', result: answerMarket(command.body) };
    }
  };
}
