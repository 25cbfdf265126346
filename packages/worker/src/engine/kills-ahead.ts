/**
 * Kills must not wait for a database. One that the journal has not taken in time holds everything that
 * adds risk, is put into a durable file on this machine, and its cancels leave; it is journaled first
 * thing when the journal is there again, and until then the hold stays.
 *
 * Without that file nothing leaves: the hold alone is in force, and somebody is called.
 */
import { type CommandInput, type EngineState, step } from '@ultrathink/domain/engine/core';
import type { CommandId } from '@ultrathink/domain/kernel';
import type { InputIds } from './input-ids.ts';
import type { EnginePorts, VenueEffect } from './ports.ts';
import type { Replies } from './replies.ts';
import { sha256 } from './sha256.ts';

interface OpenKill {
  readonly command: CommandInput;
  readonly sinceMs: number;
  isAhead: boolean;
}

const isCancel = (effect: { readonly kind: string }): effect is VenueEffect =>
  effect.kind === 'CancelOrder';

export class KillsAhead {
  readonly #ports: EnginePorts;
  readonly #ids: InputIds;
  readonly #replies: Replies;
  readonly #patienceMs: number;
  readonly #open = new Map<CommandId, OpenKill>();
  #isFileRead = false;

  constructor(ports: EnginePorts, ids: InputIds, replies: Replies, patienceMs: number) {
    this.#ports = ports;
    this.#ids = ids;
    this.#replies = replies;
    this.#patienceMs = patienceMs;
  }

  has(id: CommandId): boolean {
    return this.#open.has(id);
  }

  expect(command: CommandInput): void {
    if (this.#open.has(command.commandId)) return;
    const sinceMs = this.#ports.clock.monotonicMs();
    this.#open.set(command.commandId, { command, sinceMs, isAhead: false });
  }

  /** Everything that the journal does not have, oldest first; of an earlier process too. */
  async open(): Promise<readonly CommandInput[]> {
    if (!this.#isFileRead) {
      const aside = await this.#ports.journal.aside();
      const known = [...this.#open];
      this.#open.clear();
      for (const command of aside) {
        this.#open.set(command.commandId, { command, sinceMs: 0, isAhead: true });
      }
      for (const [id, kill] of known) this.#open.set(id, kill);
      this.#isFileRead = true;
      if (aside.length > 0) this.#ports.venue.hold(true);
    }
    return [...this.#open.values()].map(({ command }) => command);
  }

  async actOnOverdue(state: EngineState): Promise<void> {
    const nowMs = this.#ports.clock.monotonicMs();
    for (const kill of [...this.#open.values()]) {
      if (kill.isAhead || nowMs - kill.sinceMs < this.#patienceMs) continue;
      kill.isAhead = true;
      await this.#act(kill.command, state);
    }
  }

  /** These were decided and are durable. */
  settle(commands: readonly CommandInput[]): void {
    let wasAhead = false;
    for (const { commandId } of commands) {
      wasAhead ||= this.#open.get(commandId)?.isAhead ?? false;
      this.#open.delete(commandId);
    }
    if (!wasAhead || [...this.#open.values()].some(({ isAhead }) => isAhead)) return;
    this.#ports.venue.hold(false);
    // What stays in the file is asked for again at the next start, and is known by its key.
    this.#ports.journal.clearAside().catch(() => this.#call('KillFileNotCleared', 'Warning', ''));
  }

  async #act(command: CommandInput, state: EngineState): Promise<void> {
    const { journal, venue, clock } = this.#ports;
    venue.hold(true);
    this.#call('KillAheadOfJournal', 'Critical', command.commandId);
    try {
      const cancels = this.#cancelsOf(command, state);
      await journal.setAside(command);
      for (const cancel of cancels) venue.perform(cancel, clock.monotonicMs());
      this.#replies.give(command.commandId, {
        kind: 'StoppedAhead',
        ordersToCancel: cancels.length,
      });
    } catch {
      this.#call('KillNotKept', 'Critical', command.commandId);
      this.#replies.give(command.commandId, { kind: 'StoppedAhead', ordersToCancel: 0 });
    }
  }

  #cancelsOf(command: CommandInput, state: EngineState): readonly VenueEffect[] {
    const { clock } = this.#ports;
    const moment = { at: clock.now(), ms: Math.floor(clock.monotonicMs()), market: null };
    const input = { ...command, id: this.#ids.next() };
    const { effects } = step(state, input, moment, sha256);
    return effects.filter(isCancel);
  }

  #call(code: string, severity: 'Warning' | 'Critical', subject: string): void {
    this.#ports.notices.alert({ kind: 'Alert', code, severity, venue: null, subject });
  }
}
