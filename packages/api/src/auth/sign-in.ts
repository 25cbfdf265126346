/**
 * The first step of signing in: e-mail and password. Whoever is not let in learns nothing of why, by
 * the words, the time it takes or what is counted (ASVS 6.3.8): an account that isn't there, a wrong
 * password, an invitation not yet taken up and a suspended account are one and the same answer.
 */
import {
  findPersonByEmail,
  insertSession,
  type KnownPerson,
  makeRoom,
  renewHash,
} from '@ultrathink/db/identity';
import {
  type Audience,
  audienceOf,
  ENROLLING_MS,
  isInForce,
  type Organisation,
  SIGNING_IN_MS,
} from '@ultrathink/domain/access';
import { addMs, type ClientId, ok, type SessionId, type UtcTime } from '@ultrathink/domain/kernel';
import { emailHashOf } from '../access/names.ts';
import type { Context, RequestFacts, Services } from '../context.ts';
import { type DelayedAct, type Delays, delaysIn } from './delays.ts';
import { isLetIn, plainAddress } from './networks.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { sealAct } from './seal.ts';
import { newSessionSecret, secretHash } from './session-port.ts';

export type SignInAnswer =
  | { readonly kind: 'LetIn'; readonly secret: Uint8Array; readonly until: UtcTime }
  | { readonly kind: 'Refused' }
  /** Too many wrong ones: this attempt was not looked at. */
  | { readonly kind: 'Wait'; readonly seconds: number };

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export async function delaysOf(services: Services, act: DelayedAct): Promise<Delays> {
  return delaysIn(await services.identityDatabase(), act);
}

/** Whoever the connection says it is; `0.0.0.0` where it says nothing. */
export function addressOf({ address }: Pick<RequestFacts, 'address'>): string {
  return plainAddress(address) || '0.0.0.0';
}

export async function signInWithPassword(
  ctx: Context,
  { email, password }: Credentials,
): Promise<SignInAnswer> {
  const { services, request } = ctx;
  const address = addressOf(request);
  const database = await services.identityDatabase();
  const delays = await delaysOf(services, 'password');
  const hash = emailHashOf(services, email);
  const person = await findPersonByEmail(database, hash, address);
  const attempt = { account: Buffer.from(hash).toString('hex'), address };
  const isKnown = person?.isAddressKnown === true;
  const seconds = await delays.wait(attempt, isKnown);
  if (seconds > 0) return { kind: 'Wait', seconds };
  const { isRight, isOld } = await verifyPassword(password, person?.passwordHash ?? null);
  const at = services.clock.now();
  const place = person === undefined ? undefined : placeOf(person, at);
  if (!isRight || person === undefined || place === undefined || !mayEnter(person, address)) {
    await delays.failed(attempt, isKnown);
    const { correlationId } = ctx;
    services.log.warn('A sign-in was refused.', { correlationId, address, ...toldOf(person) });
    return { kind: 'Refused' };
  }
  await delays.succeeded(attempt);
  if (isOld && person.passwordHash !== null) {
    const to = await hashPassword(password);
    await renewHash(database, person.id, { from: person.passwordHash, to });
  }
  return begin(ctx, person, place, address);
}

/** For the log alone, where an operator may see who it was about. */
function toldOf(person: KnownPerson | undefined): object {
  return person === undefined ? {} : { personId: person.id, state: person.state };
}

function mayEnter({ state, allowLists }: KnownPerson, address: string): boolean {
  const isIn = isLetIn(allowLists.person, address) && isLetIn(allowLists.organisation, address);
  return state === 'Active' && isIn;
}

export interface Place {
  readonly organisation: Organisation;
  readonly audience: Audience;
}

/** Where somebody starts: at home where a role is in force there, else in the first other place. */
export function placeOf(
  person: Pick<KnownPerson, 'id' | 'organisation' | 'grants'>,
  at: UtcTime,
): Place | undefined {
  const inForce = person.grants.filter((grant) => isInForce(grant, person.id, at));
  const home = inForce.find((grant) => grant.organisation.id === person.organisation.id);
  const organisation = (home ?? inForce[0])?.organisation;
  if (organisation === undefined) return undefined;
  const roles = inForce
    .filter((grant) => grant.organisation.id === organisation.id)
    .map((grant) => grant.role);
  const audience = audienceOf(roles);
  return audience === undefined ? undefined : { organisation, audience };
}

export function clientIdOf(organisation: Organisation): ClientId | null {
  return organisation.kind === 'Client' ? organisation.client : null;
}

/** Another session each time, whatever cookie came with the request (ASVS 7.2.4). */
async function begin(
  ctx: Context,
  person: KnownPerson,
  { organisation, audience }: Place,
  address: string,
): Promise<SignInAnswer> {
  const { services, request } = ctx;
  const id = services.ids.next<SessionId>();
  const secret = newSessionSecret();
  const clientId = clientIdOf(organisation);
  const lifeMs = person.hasFactors ? SIGNING_IN_MS : ENROLLING_MS;
  const earlier = await ctx.identify().catch(() => null);
  const isOwn = earlier?.person === person.id;
  const replaced = isOwn ? (earlier.session?.id ?? null) : null;
  let ended: readonly SessionId[] = [];
  const act = { kind: 'auth.givePassword', person: person.id, clientId, sessionId: id } as const;
  const until = await sealAct<UtcTime>(ctx, { ...act, input: { session: id } }, async (tx, at) => {
    const end = addMs(at, lifeMs);
    ended = await makeRoom(tx, person.id, replaced, at);
    await insertSession(tx, {
      id,
      secretHash: secretHash(secret),
      person: person.id,
      organisation: organisation.id,
      clientId,
      audience,
      createdAt: at,
      until: end,
      ip: address,
      userAgent: request.userAgent,
    });
    const after = { organisation: organisation.id, audience };
    const subject = { kind: 'Session', id };
    return ok({ answer: end, events: [{ action: 'auth.givePassword', subject, after }] });
  });
  services.endings.tell(ended);
  return { kind: 'LetIn', secret, until };
}
