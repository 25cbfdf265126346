/** Ids are UUIDv7 texts with a type of their own per entity. */
import type { Brand } from './brand.ts';
import { mapResult, type Result } from './result.ts';
import { parseUuidv7, type UuidRefusal, uuidv7TimeMs } from './uuidv7.ts';

/** Any id: what logs and generic code take. */
export type AnyId = Brand<string, 'Id'>;

export type Id<Entity extends string> = Brand<AnyId, Entity>;

export type ClientId = Id<'ClientId'>;
export type AccountId = Id<'AccountId'>;
export type PersonId = Id<'PersonId'>;
export type SessionId = Id<'SessionId'>;
export type ProcessId = Id<'ProcessId'>;
export type CommandId = Id<'CommandId'>;
export type EventId = Id<'EventId'>;
export type MeasureId = Id<'MeasureId'>;
/** One per human act; everything the act causes carries it. */
export type CorrelationId = Id<'CorrelationId'>;
/** What directly caused this. */
export type CausationId = Id<'CausationId'>;
/** Made once per intent, kept across resubmissions. */
export type IdempotencyKey = Id<'IdempotencyKey'>;

/** Gives a text the type of its entity: `parseId<ClientId>(text)`. */
export function parseId<T extends AnyId>(text: string): Result<T, UuidRefusal> {
  return mapResult(parseUuidv7(text), (uuid) => uuid as T);
}

/** Unix milliseconds at which the id was made, as its maker's clock had it. */
export function idTimeMs(id: AnyId): number {
  return uuidv7TimeMs(id);
}
