/** What an engine does with a command. */
import type { Command, Decision, VenueStandingView } from '@ultrathink/domain/engine';
import { type Clock, msBetween, type ProcessId } from '@ultrathink/domain/kernel';
import type { AnswerMarket } from '../market-data/questions.ts';
import type { Callers } from './callers.ts';
import { isTrading } from './command-input.ts';
import type { Relay } from './relay.ts';

export type Outcome = Decision['outcome'];

/** At once for questions; after the commit for what is journaled. Never rejects. */
export type Decide = (command: Command) => Outcome | Promise<Outcome>;

export interface EngineParts {
  readonly relay: Relay;
  readonly processId: ProcessId;
  readonly clock: Clock;
  readonly answerMarket: AnswerMarket;
  readonly callers: Callers;
  /** People decided something. */
  readonly nudge: () => void;
  /** How each account at a venue stands; none while this engine doesn't lead. */
  readonly standings: () => readonly VenueStandingView[];
}

/** Decides, or refuses what its asker no longer waits for: both before anything is done. */
export function createDecide(parts: EngineParts): Decide {
  const { relay, processId, clock, answerMarket, callers, nudge, standings } = parts;
  return (command) => {
    const { body } = command;
    const receivedAt = clock.now();
    const actualMs = msBetween(command.sentAt, receivedAt);
    // A stop is never too late.
    if (actualMs > command.deadlineMs && body.name !== 'kill') {
      const refusal = { code: 'DeadlinePassed', limitMs: command.deadlineMs, actualMs } as const;
      return { kind: 'Refused', refusal };
    }
    if (isTrading(body)) return callers.ask(command, body, receivedAt);
    switch (body.name) {
      case 'ping':
        return {
          kind: 'Accepted',
          result: {
            name: 'ping',
            echo: body.echo,
            at: clock.now(),
            shard: relay.shard,
            processId,
            pid: process.pid,
            sequence: relay.latest.sequence,
          },
        };
      case 'nudge':
        nudge();
        return { kind: 'Accepted', result: { name: 'nudge' } };
      case 'readStandings':
        return {
          kind: 'Accepted',
          result: { name: 'readStandings', standings: [...standings()] },
        };
      default:
        return { kind: 'Accepted', result: answerMarket(body) };
    }
  };
}
