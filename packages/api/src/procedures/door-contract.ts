/** The people's door as procedures know it. */
import type { Act, Door, DoorRefusal, Tx, Written } from '@ultrathink/db';
import { write as writeOfDoor } from '@ultrathink/db';
import type { ApiKeyId } from '@ultrathink/domain/access';
import type { ClientId, Result, SessionId, UtcTime } from '@ultrathink/domain/kernel';

export interface EventDraft {
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly clientId?: ClientId | null;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
}

export interface Changed<T> {
  readonly answer: T;
  readonly events: readonly [EventDraft, ...EventDraft[]];
}

type Write = <T, R>(
  door: Door,
  act: Act & { readonly sessionId?: SessionId; readonly apiKeyId?: ApiKeyId },
  change: (tx: Tx, at: UtcTime) => Promise<Result<Changed<T>, R>>,
) => Promise<Result<Written<T>, DoorRefusal<R>>>;

export const write = writeOfDoor as unknown as Write;
