/**
 * A stream lives as long as the session it was opened with. It ends when this process ends the
 * session, and within ten seconds of another process doing so or of its limits.
 *
 * Nothing a stream carries waits for a look: the database may be slow where the engine is not. One
 * that gives no answer is no word about the session, so the stream goes on for a while, and no longer.
 */
import { isSessionOpen } from '@ultrathink/db/identity';
import type { Clock } from '@ultrathink/domain/kernel';
import type { SessionInfo } from '../auth/caller.ts';
import type { Services } from '../context.ts';
import { Refusal } from '../errors.ts';

export const LOOK_AGAIN_MS = 10_000;
/** After a look that failed. */
export const LOOK_SOONER_MS = 2_000;
/** A stream nobody could prove to be its session's for so long ends. */
export const PROOF_LASTS_MS = 30_000;

export type Look = () => Promise<boolean>;

/** Whether the session is still there; by its id, because its secret may have changed since. */
export function lookAgain(services: Services, session: SessionInfo | null): Look {
  // An API key's streams are its requests': they end with them.
  if (session === null) return () => Promise.resolve(true);
  return async () =>
    isSessionOpen(await services.identityDatabase(), session.id, services.clock.now());
}

export class SessionWatch {
  readonly #look: Look;
  readonly #clock: Clock;
  #provenMs: number;
  #nextMs: number;
  #isLooking = false;
  #isEnded = false;
  #failure: unknown;

  /** Of a session that was just looked up. */
  constructor(look: Look, clock: Clock) {
    this.#look = look;
    this.#clock = clock;
    this.#provenMs = clock.monotonicMs();
    this.#nextMs = this.#provenMs + LOOK_AGAIN_MS;
  }

  /**
   * To be asked often: begins a look when one is due, and waits for none.
   * @throws {Refusal} SignInNeeded once the session has ended, DatabaseAway once nobody knows for long
   */
  check(): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#isEnded) throw new Refusal('SignInNeeded');
    if (nowMs - this.#provenMs >= PROOF_LASTS_MS) {
      throw new Refusal('DatabaseAway', undefined, this.#failure);
    }
    if (!this.#isLooking && nowMs >= this.#nextMs) void this.#begin(nowMs);
  }

  async #begin(nowMs: number): Promise<void> {
    this.#isLooking = true;
    try {
      if (await this.#look()) this.#provenMs = nowMs;
      else this.#isEnded = true;
      this.#nextMs = nowMs + LOOK_AGAIN_MS;
    } catch (error) {
      this.#failure = error;
      this.#nextMs = this.#clock.monotonicMs() + LOOK_SOONER_MS;
    } finally {
      this.#isLooking = false;
    }
  }
}
