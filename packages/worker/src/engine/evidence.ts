/**
 * Evidence of exchanges with venues on its way into the database. A send never waits for it: what can't
 * be written waits in memory, and beyond a bound the oldest is let go and counted.
 */
import type { EvidenceStore, KeptEvidence } from '@ultrathink/db/engine';
import type { ClientId, Ids } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import type { EvidenceId } from '@ultrathink/domain/trading';
import type { Log } from '@ultrathink/runtime';
import type { Evidence } from '@ultrathink/venues';

const WAITING_MOST = 10_000;
const BATCH = 200;

export interface EvidenceParts {
  readonly store: Pick<EvidenceStore, 'keep'>;
  readonly ids: Ids;
  readonly shard: number;
  readonly log: Log;
  /** Whose orders go through the account; null for the house's. */
  readonly clientOf: (account: VenueAccountId) => ClientId | null;
}

export class EvidenceKeeper {
  readonly #parts: EvidenceParts;
  readonly #waiting: KeptEvidence[] = [];
  #dropped = 0;
  #writing: Promise<void> | null = null;
  #hasFailed = false;

  constructor(parts: EvidenceParts) {
    this.#parts = parts;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Let go since the start, because the database was away for too long. */
  get dropped(): number {
    return this.#dropped;
  }

  /** @returns the id it will be found under. */
  keep(venueAccount: VenueAccountId, evidence: Evidence): EvidenceId {
    const { ids, shard, clientOf } = this.#parts;
    const id = ids.next<EvidenceId>();
    const { operation, request, response, durationMs, fault, sentAt } = evidence;
    const exchange = { operation, request, response, durationMs, fault };
    const client = clientOf(venueAccount);
    this.#waiting.push({ id, at: sentAt, shard, venueAccount, client, ...exchange });
    if (this.#waiting.length > WAITING_MOST) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
    this.#writing ??= this.#write();
    return id;
  }

  /** Called now and then: what failed is tried again. */
  retry(): void {
    if (this.#waiting.length > 0) this.#writing ??= this.#write();
  }

  /** Everything that can still be written is. */
  async close(): Promise<void> {
    await this.#writing;
    this.retry();
    await this.#writing;
  }

  async #write(): Promise<void> {
    // What comes in the same turn goes in the same statement.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, BATCH);
        await this.#parts.store.keep(batch);
        const last = batch.at(-1);
        // Some may have been let go meanwhile.
        const kept = this.#waiting.findIndex(({ id }) => id === last?.id);
        this.#waiting.splice(0, kept + 1);
      }
      this.#hasFailed = false;
    } catch (error) {
      // One line per loss, not one per attempt.
      if (!this.#hasFailed) this.#parts.log.warn('Evidence can not be kept now.', { error });
      this.#hasFailed = true;
    } finally {
      this.#writing = null;
    }
  }
}
