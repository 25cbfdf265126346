/**
 * Who asks, by an API key: `authorization: Bearer ut_...`. The key is looked up by its hash on each
 * request, is good only from its own networks and within its time, and can't do what its owner can't.
 */
import { findKeyBySecret, touchApiKey } from '@ultrathink/db/keys';
import { API_KEY_PATTERN, apiKeyHash } from '@ultrathink/domain/access';
import { msBetween } from '@ultrathink/domain/kernel';
import type { Caller } from '../auth/caller.ts';
import { isLetIn, plainAddress } from '../auth/networks.ts';
import type { RequestFacts, Services } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { RestLimits } from './limits.ts';

const SCHEME = /^Bearer +([^ ]+)$/i;

/** Use is written down at most this often. */
const TOUCH_EVERY_MS = 60_000;

/** The same words for a key that was never made, ended, or is used from elsewhere. */
const NO_KEY = 'This interface needs an API key that is in force, from a network it is bound to.';

/** @throws {Refusal} SignInNeeded without such a key; TooMany beyond what a key may ask. */
export async function callerOfKey(
  services: Services,
  request: Pick<RequestFacts, 'address'>,
  authorization: string | null,
  limits: RestLimits,
): Promise<Caller> {
  const { clock, digest, identityDatabase } = services;
  await limits.letTry(request.address);
  const secret = SCHEME.exec(authorization ?? '')?.[1] ?? '';
  const at = clock.now();
  const database = await identityDatabase();
  const found = API_KEY_PATTERN.test(secret)
    ? await findKeyBySecret(database, apiKeyHash(digest, secret), at)
    : undefined;
  const isBound =
    found !== undefined &&
    found.allowLists.key.length > 0 &&
    Object.values(found.allowLists).every((list) => isLetIn(list, request.address));
  if (!isBound) {
    await limits.countFailure(request.address);
    throw new Refusal('SignInNeeded', NO_KEY);
  }
  const { key, owner, grants, lastUsedAt } = found;
  await limits.letAsk(key.id);
  if (lastUsedAt === null || msBetween(lastUsedAt, at) >= TOUCH_EVERY_MS) {
    await touchApiKey(database, key.id, { at, address: plainAddress(request.address) });
  }
  return {
    person: owner,
    organisation: key.organisation,
    access: { person: owner, grants, key },
    session: null,
  };
}
