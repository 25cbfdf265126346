/**
 * Word inside one process that sessions have ended, so that their streams end at once. Other
 * processes see it in the row, which streams read again every ten seconds.
 */
import type { SessionId } from '@ultrathink/domain/kernel';

type Hear = () => void;

export class SessionEndings {
  readonly #listeners = new Map<SessionId, Set<Hear>>();

  /** @returns how to stop hearing */
  listen(id: SessionId, hear: Hear): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    listeners.add(hear);
    this.#listeners.set(id, listeners);
    return () => {
      listeners.delete(hear);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }

  /** Call it once the end is committed. */
  tell(ids: readonly SessionId[]): void {
    for (const id of ids) for (const hear of [...(this.#listeners.get(id) ?? [])]) hear();
  }
}
