/** What working on keys of venues takes. */
import type { Door, Tx } from '@ultrathink/db';
import { type Act, write } from '@ultrathink/db';
import type { SealKeyRing } from '@ultrathink/db/venue-keys';
import type { EventDraft } from '@ultrathink/domain/audit';
import {
  type CorrelationId,
  err,
  type IdempotencyKey,
  ok,
  type ProcessId,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type {
  KeyedVenue,
  Probe,
  VenueCredentials,
  WebCrypto,
} from '@ultrathink/domain/market-data';
import type { Log } from '@ultrathink/runtime';
import type { KeyProviders } from './envelopes.ts';

export type ProbeAnswer =
  | { readonly kind: 'Told'; readonly probe: Probe }
  /** Not a no: the venue was not reached, or said nothing that proves anything. */
  | { readonly kind: 'NoInformation'; readonly detail: string };

/** Asks a venue about a key. Never throws, and ends within `PROBE_MOST_MS`. */
export interface VenueProbe {
  permissions(venue: KeyedVenue, credentials: VenueCredentials): Promise<ProbeAnswer>;
  /** Null where the venue did not tell. */
  hasOpenOrders(venue: KeyedVenue, credentials: VenueCredentials): Promise<boolean | null>;
}

export interface VenueKeyParts {
  /** As the role `engine`. */
  readonly door: Door;
  readonly ring: SealKeyRing;
  readonly providers: KeyProviders;
  readonly probe: VenueProbe;
  readonly crypto: WebCrypto;
  readonly processId: ProcessId;
  readonly shard: number;
  readonly log: Log;
}

export const PROBE_MOST_MS = 30_000;

/** Raised by a change that found its row moved by somebody else: nothing is written. */
const OVERTAKEN = 'Overtaken';

/**
 * One sealed act of the engine.
 * @returns false when the row was moved by somebody else meanwhile, and nothing was written.
 * @throws when it could not be written; the work is taken up again when its lease has ended.
 */
export async function sealed(
  { door, processId }: VenueKeyParts,
  act: Pick<Act, 'kind' | 'input'>,
  change: (tx: Tx, at: UtcTime) => Promise<boolean>,
  event: EventDraft,
): Promise<boolean> {
  const written = await write(
    door,
    {
      ...act,
      actor: { id: processId, scope: { kind: 'Firm' }, kind: 'System' },
      idempotencyKey: door.ids.next<IdempotencyKey>(),
      correlationId: door.ids.next<CorrelationId>(),
    },
    async (tx, at) => {
      if (!(await change(tx, at))) return err(OVERTAKEN);
      return ok({ answer: null, events: [event] as const });
    },
  );
  if (written.ok) return true;
  if (written.error.code === 'Refused') return false;
  throw new Error(`${act.kind} could not be written: ${JSON.stringify(written.error)}.`);
}
