/** Answers to those who asked, each once; and the same answer again for the same key. */
import type { CommandAnswer, Effect } from '@ultrathink/domain/engine/core';
import type { CommandId } from '@ultrathink/domain/kernel';
import type { CommandReply, EnginePorts, VenueEffect } from './ports.ts';

/** Of so many commands the answer is known without asking the journal. */
const REMEMBERED_MOST = 10_000;

export class Replies {
  readonly #ports: EnginePorts;
  readonly #answers = new Map<CommandId, CommandAnswer>();

  constructor(ports: EnginePorts) {
    this.#ports = ports;
  }

  give(to: CommandId, reply: CommandReply): void {
    this.#ports.notices.reply(to, reply);
  }

  perform(effect: Exclude<Effect, VenueEffect>): void {
    switch (effect.kind) {
      case 'Answer':
        this.#remember(effect.commandId, effect.answer);
        this.give(effect.commandId, { kind: 'Decided', answer: effect.answer });
        return;
      case 'AnswerAgain':
        void this.#again(effect.commandId, effect.earlier);
        return;
      case 'Alert':
        this.#ports.notices.alert(effect);
    }
  }

  #remember(command: CommandId, answer: CommandAnswer): void {
    this.#answers.set(command, answer);
    if (this.#answers.size <= REMEMBERED_MOST) return;
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined) this.#answers.delete(oldest);
  }

  async #again(to: CommandId, earlier: CommandId): Promise<void> {
    try {
      const known = this.#answers.get(earlier);
      const answer = known ?? (await this.#ports.journal.answerOf(earlier));
      this.give(to, answer === null ? { kind: 'OutcomeUnknown' } : { kind: 'Decided', answer });
    } catch {
      this.give(to, { kind: 'OutcomeUnknown' });
    }
  }
}
