import { type IdempotencyKey, nextUuidv7, UUIDV7_RANDOM_BYTES } from '@ultrathink/domain/kernel';

/** Names one intent of a person: sent twice, it is done once. */
export function newKey(): IdempotencyKey {
  const chance = crypto.getRandomValues(new Uint8Array(UUIDV7_RANDOM_BYTES));
  return nextUuidv7(undefined, Date.now(), chance) as string as IdempotencyKey;
}
