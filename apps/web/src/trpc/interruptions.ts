/**
 * What may stand between a call and its answer: signing in again, and proving who acts. A call that
 * meets either waits here; the page around it keeps everything, and the call goes on afterwards.
 */
import type { StepUpDemand } from '@ultrathink/api/client';

/** What a reader is shown before a proof is given: the whole act, and nothing else. */
export interface Shown {
  /** The act as a sentence: "Invite Ines Okafor to Aldermoor". */
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

/** One act that waits for its proof. */
export interface ProofAsked {
  readonly demand: StepUpDemand;
  readonly shown: Shown | null;
  /** True once it is proven; false when the reader leaves it. */
  readonly answer: (isProven: boolean) => void;
}

export interface Waiting {
  readonly isLocked: boolean;
  /** The first one is on the screen. */
  readonly proofs: readonly ProofAsked[];
}

const NOTHING: Waiting = { isLocked: false, proofs: [] };

export class Interruptions {
  readonly #listeners = new Set<() => void>();
  #waiting: Waiting = NOTHING;
  #unlocked: (() => void)[] = [];
  #look: (() => Promise<boolean>) | null = null;

  /** Somebody is there who can unlock; before the sign-in nobody is, and calls just fail. */
  get isGuarded(): boolean {
    return this.#look !== null;
  }

  /** @param look whether the page's person is signed in after all */
  readonly guard = (look: () => Promise<boolean>): (() => void) => {
    this.#look = look;
    return () => {
      this.#look = null;
    };
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Waiting => this.#waiting;

  /**
   * Locks the screen; comes back when its person is signed in. Unless it is known that nobody is, it
   * looks first: another tab may have signed in, or this tab's secret may have changed on the way.
   */
  readonly lock = async ({ isKnown }: { readonly isKnown: boolean }): Promise<void> => {
    if (!isKnown && (await this.#look?.()) === true) return;
    if (!this.#waiting.isLocked) this.#set({ ...this.#waiting, isLocked: true });
    await new Promise<void>((resolve) => this.#unlocked.push(resolve));
  };

  readonly unlock = (): void => {
    const waiting = this.#unlocked;
    this.#unlocked = [];
    this.#set({ ...this.#waiting, isLocked: false });
    for (const resolve of waiting) resolve();
  };

  /** Asks for the proof of one act; false when the reader leaves it. */
  readonly askForProof = (demand: StepUpDemand, shown: Shown | null): Promise<boolean> =>
    new Promise((resolve) => {
      const asked: ProofAsked = {
        demand,
        shown,
        answer: (isProven) => {
          const proofs = this.#waiting.proofs.filter((each) => each !== asked);
          this.#set({ ...this.#waiting, proofs });
          resolve(isProven);
        },
      };
      this.#set({ ...this.#waiting, proofs: [...this.#waiting.proofs, asked] });
    });

  #set(waiting: Waiting): void {
    this.#waiting = waiting;
    for (const listener of this.#listeners) listener();
  }
}
