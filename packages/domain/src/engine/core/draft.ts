import { type Digest, invariant } from '../../kernel/index.ts';
import { apply } from './apply.ts';
import type { Effect } from './effect.ts';
import type { EngineEvent } from './event.ts';
import { FreshIds } from './fresh-ids.ts';
import type { Input } from './input.ts';
import type { Moment } from './market.ts';
import type { EngineState } from './state.ts';

/** A decision in the making: handlers add to it, and read the state as it already stands with that. */
export class Draft {
  readonly moment: Moment;
  readonly ids: FreshIds;
  readonly events: EngineEvent[] = [];
  readonly effects: Effect[] = [];
  #state: EngineState;
  readonly #digest: Digest | null;
  readonly #input: Pick<Input, 'id'>;

  constructor(
    state: EngineState,
    input: Pick<Input, 'id'>,
    moment: Moment,
    digest: Digest | null = null,
    ids: FreshIds = new FreshIds(input.id),
  ) {
    this.#state = state;
    this.#digest = digest;
    this.#input = input;
    this.moment = moment;
    this.ids = ids;
  }

  /** The same to try something in: nothing of it is here until it is taken. */
  fork(): Draft {
    return new Draft(this.#state, this.#input, this.moment, this.#digest, this.ids);
  }

  /** Everything that was added to a fork of this, which has not changed since. */
  take(fork: Draft): void {
    this.events.push(...fork.events);
    this.effects.push(...fork.effects);
    this.#state = fork.#state;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** SHA-256: what is placed is hashed, so a shell that places orders has to bring one. */
  get digest(): Digest {
    invariant(this.#digest !== null, 'A decision needs a digest and was given none.');
    return this.#digest;
  }

  /** What is decided is true at once for whatever is decided next of the same input. */
  add(...events: readonly EngineEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      this.#state = apply(this.#state, event);
    }
  }

  perform(...effects: readonly Effect[]): void {
    this.effects.push(...effects);
  }
}
