/** Those who wait at the door for what becomes of a command. */
import type { Command, Decision, TradingAnswer } from '@ultrathink/domain/engine';
import type { CommandInput } from '@ultrathink/domain/engine/core';
import type { CommandId, UtcTime } from '@ultrathink/domain/kernel';
import { commandInputOf, type TradingBody } from './command-input.ts';
import type { CommandReply } from './ports.ts';

/** Beyond so many that wait, one more is refused; each connection has a bound of its own as well. */
const WAITING_MOST = 16_384;

type Outcome = Decision['outcome'];

interface Waiting {
  readonly name: TradingBody['name'];
  readonly settle: (outcome: Outcome) => void;
}

export class Callers {
  readonly #waiting = new Map<CommandId, Waiting[]>();
  #ask: ((input: CommandInput) => void) | null = null;
  #count = 0;

  /** From now on commands are taken; null: from now on none is. */
  serve(ask: ((input: CommandInput) => void) | null): void {
    this.#ask = ask;
  }

  /** Settles when what was decided is durable, or was not. */
  ask(command: Command, body: TradingBody, receivedAt: UtcTime): Promise<Outcome> {
    if (this.#ask === null) return Promise.resolve(refused('NotLeading'));
    if (this.#count >= WAITING_MOST) return Promise.resolve(refused('QueueFull'));
    const input = commandInputOf(command, body, receivedAt);
    if (input === null) return Promise.resolve(refused('ActorExpected'));
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const known = this.#waiting.get(command.commandId);
    const waiting = { name: body.name, settle: resolve };
    this.#count += 1;
    // The same sending twice is one command, and both hear of it.
    if (known !== undefined) known.push(waiting);
    else {
      this.#waiting.set(command.commandId, [waiting]);
      this.#ask(input);
    }
    return promise;
  }

  reply(to: CommandId, reply: CommandReply): void {
    const waiting = this.#waiting.get(to);
    if (waiting === undefined) return;
    this.#waiting.delete(to);
    this.#count -= waiting.length;
    for (const { name, settle } of waiting) settle(outcomeOf(name, reply));
  }
}

const CODES = {
  QueueFull: 'QueueFull',
  JournalAway: 'JournalAway',
  Fault: 'Fault',
  Ended: 'EngineStopping',
} as const;

type RefusalCode = (typeof CODES)[keyof typeof CODES] | 'NotLeading' | 'ActorExpected';

function refused(code: RefusalCode): Outcome {
  return { kind: 'Refused', refusal: { code } };
}

function outcomeOf(name: TradingBody['name'], reply: CommandReply): Outcome {
  switch (reply.kind) {
    case 'OutcomeUnknown':
      return reply;
    case 'NotTaken':
      return refused(CODES[reply.code]);
    case 'StoppedAhead':
      return { kind: 'Accepted', result: { name, answer: reply } };
    case 'Decided':
      // The contract's shapes are what JSON makes of the core's: decimals are their text.
      return { kind: 'Accepted', result: { name, answer: reply.answer as TradingAnswer } };
  }
}
