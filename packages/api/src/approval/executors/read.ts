/** What executors share: a payload read by its schema, a person in the right state, grants by id. */
import { lockPerson, type PersonState, type StoredPerson } from '@ultrathink/db/access';
import type { Grant } from '@ultrathink/domain/access';
import { err, ok, type PersonId, type Result } from '@ultrathink/domain/kernel';
import type { z } from 'zod';
import type { ExecutorRefusal, Reading } from '../executor.ts';

export function readPayload<T>(schema: z.ZodType<T>, payload: unknown): Result<T, ExecutorRefusal> {
  const parsed = schema.safeParse(payload);
  return parsed.success ? ok(parsed.data) : err({ code: 'PayloadUnreadable' });
}

/** The person, locked, if in one of these states. */
export async function personIn(
  { tx, at }: Reading,
  id: PersonId,
  states: readonly PersonState[],
): Promise<Result<StoredPerson, ExecutorRefusal>> {
  const person = await lockPerson(tx, id, at);
  if (person === undefined) return err({ code: 'SubjectGone' });
  if (states.includes(person.state)) return ok(person);
  return err({ code: 'PersonNotIn', state: person.state, needed: states.join(' or ') });
}

/**
 * Grants as part of a world: which, and until when. One that ends by its own term changes nothing
 * here; one that is given or taken back does.
 */
export function grantsWorld(
  grants: readonly Grant[],
): readonly (readonly [string, string | null])[] {
  return grants.map(({ id, until }) => [id, until]);
}
