/**
 * One event of the audit trail as it is sealed: who did what to what, on whose behalf, before and
 * after, why, caused by what. Canonical JSON (RFC 8785), so that the same event has the same bytes
 * wherever it is written again. Nothing in it is personal data: people are ids, secrets are hashes,
 * and what has to be said of a person stands in the vault, under an id.
 */
import {
  type AnyId,
  type CanonicalRefusal,
  type CausationId,
  type ClientId,
  type CommandId,
  type CorrelationId,
  canonicalJson,
  type EventId,
  mapResult,
  type PersonId,
  type ProcessId,
  type Result,
  type SessionId,
  type UtcTime,
} from '../kernel/index.ts';
import { utf8 } from './bytes.ts';

/** The chain of everything people do, and parts of the system in their place. */
export const PEOPLE_CHAIN = 'people';

/** `Person`, `Organisation`, `Grant`, `Session`, `Proposal` ... and which one. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** What a change says of itself. */
export interface EventDraft {
  /** `context.verbObject`: `access.invitePerson`. */
  readonly action: string;
  readonly subject: Subject;
  /** The tenant; the act's where it is left out. */
  readonly clientId?: ClientId | null;
  /** What canonical JSON can hold: ids, hashes, amounts as text. */
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
}

export type ActorKind = 'Person' | 'ApiKey' | 'System';

/** What is known of an event besides what the change says. */
export interface EventFrame {
  readonly id: EventId;
  readonly at: UtcTime;
  readonly actor: {
    readonly kind: ActorKind;
    readonly id: PersonId | ProcessId;
    readonly session?: SessionId;
    /** The API key the request came with. */
    readonly key?: AnyId;
  };
  readonly onBehalfOf?: PersonId;
  readonly clientId: ClientId | null;
  readonly commandId: CommandId;
  readonly correlationId: CorrelationId;
  readonly causationId?: CausationId;
  /** The process that sealed it, by the name of its role. */
  readonly writer: string;
}

/** The bytes that are sealed. */
export function eventBody(
  frame: EventFrame,
  draft: EventDraft,
): Result<Uint8Array, CanonicalRefusal> {
  return mapResult(eventText(frame, draft), utf8);
}

/** The text whose UTF-8 is sealed. Members stand here in the order that they are written in. */
export function eventText(frame: EventFrame, draft: EventDraft): Result<string, CanonicalRefusal> {
  const { id, at, actor, onBehalfOf, clientId, commandId, correlationId, causationId } = frame;
  const { action, subject, before, after, reason } = draft;
  return canonicalJson({
    action,
    actor: {
      id: actor.id,
      ...(actor.key !== undefined && { key: actor.key }),
      kind: actor.kind,
      ...(actor.session !== undefined && { session: actor.session }),
    },
    after: after ?? null,
    at,
    before: before ?? null,
    causationId: causationId ?? null,
    clientId,
    commandId,
    correlationId,
    id,
    onBehalfOf: onBehalfOf ?? null,
    reason: reason ?? null,
    subject: { id: subject.id, kind: subject.kind },
    v: 1,
    writer: frame.writer,
  });
}
