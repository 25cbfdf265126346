/** Who asks, once it is known. */
import type { StoredSession } from '@ultrathink/db/identity';
import type { Actor, Organisation } from '@ultrathink/domain/access';
import type { PersonId } from '@ultrathink/domain/kernel';

export type SessionInfo = StoredSession;

/** A caller who is in: by a session that has its second factor, or by an API key. */
export interface Caller {
  readonly person: PersonId;
  /** In whose name the request acts: it sees and does nothing in another's. */
  readonly organisation: Organisation;
  /** With all grants, also those in other organisations: duties are a person's, whatever the name. */
  readonly access: Actor;
  /** null for an API key. */
  readonly session: SessionInfo | null;
}

export interface SessionCaller extends Caller {
  readonly session: SessionInfo;
}
