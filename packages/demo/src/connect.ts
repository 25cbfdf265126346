/**
 * Connects the simulated venues as people would: accounts are named, keys entered (sealed here as a
 * browser does), the engine asks the simulator, operations propose and risk agrees. What was done once
 * is left alone, whatever people made of it since; another key than the simulator's is never touched.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoPerson, OpenServices } from '@ultrathink/api/demo';
import { read } from '@ultrathink/db';
import {
  listVenueAccounts,
  listVenueKeys,
  type SeenVenueKey,
  type StoredVenueAccount,
} from '@ultrathink/db/venue-keys';
import { fromBase64, toBase64 } from '@ultrathink/domain/audit';
import { type IdempotencyKey, toEpochMs, unwrap } from '@ultrathink/domain/kernel';
import {
  KEYED_VENUES,
  type KeyedVenue,
  maskKeyName,
  sealCredentials,
  venueKeyFingerprint,
} from '@ultrathink/domain/market-data';
import { type Caller, Sessions, type SignedIn } from './session.ts';

/** Told to everybody by the simulator: behind it is nobody's money. */
const SIMULATED = {
  key: 'simulated-key',
  secret: 'c2ltdWxhdGVkIHNlY3JldCwgbm9ib2R5J3MgbW9uZXk',
  passphrase: null,
} as const;
const ACCOUNT = 'Simulated';
const KEY = 'First key';
// Not the first of operations: whoever looks at the demo signs in as that one, and a code works once.
// Each has three acts to prove, and three codes that are taken at one moment: nobody waits for the next.
const ENTERS = 'Anton Vesely';
const PROPOSES = 'Ravi Menon';
const AGREES = ['Leila Haddad', 'Marek Nowak'] as const;
const LOOK_EVERY_MS = 1_000;
const STEP_S = 30;

interface Connecting {
  readonly services: OpenServices;
  readonly people: readonly DemoPerson[];
  readonly sessions: Sessions;
  readonly wait: () => Promise<void>;
}

interface Patience {
  /** Each at most a second after the one before; a person's codes are half a minute apart. */
  readonly looksMost: number;
  /** Until something may have changed. */
  readonly wait?: () => Promise<void>;
}

/** Answers how many venues are connected when it ends: all of them, or those when patience ended. */
export async function connectVenues(
  services: OpenServices,
  people: readonly DemoPerson[],
  { looksMost, wait = () => pause(LOOK_EVERY_MS) }: Patience,
): Promise<number> {
  const given: Connecting = { services, people, sessions: new Sessions(services), wait };
  let looks = 0;
  for (;;) {
    const { accounts, keys } = await look(services);
    const done = keys.filter(({ activatedAt }) => activatedAt !== null).length;
    const isOver = keys.filter((key) => key.activatedAt !== null || key.endedAt !== null).length;
    if (isOver === KEYED_VENUES.length || looks >= looksMost) return done;
    looks += 1;
    const isMoved = await step(given, accounts, keys);
    if (!isMoved) await wait();
  }
}

/** Of what is there, what this is about. */
async function look(services: OpenServices) {
  const database = await services.staffDatabase();
  const actor = { id: services.processId, scope: { kind: 'Firm' }, kind: 'System' } as const;
  return read(database, actor, async (tx) => {
    const at = services.clock.now();
    const accounts = (await listVenueAccounts(tx)).filter(({ label }) => label === ACCOUNT);
    const own = new Set(accounts.map(({ id }) => id));
    const keys = (await listVenueKeys(tx, at)).filter(
      ({ account, label }) => label === KEY && own.has(account),
    );
    return { accounts, keys };
  });
}

/** The next thing to do; false while the engine has to do something first. */
async function step(
  given: Connecting,
  accounts: readonly StoredVenueAccount[],
  keys: readonly SeenVenueKey[],
): Promise<boolean> {
  const unnamed = KEYED_VENUES.filter((venue) => !accounts.some((one) => one.venue === venue));
  if (unnamed.length > 0) {
    const officer = await signIn(given, ENTERS);
    await nameVenueAccounts(given.services, officer.call(), unnamed);
    return true;
  }
  const empty = accounts.find(({ id }) => !keys.some(({ account }) => account === id));
  if (empty !== undefined) return enter(given, empty);
  const fresh = keys.find(({ status, activatedAt }) => status === 'Ready' && activatedAt === null);
  if (fresh !== undefined) {
    const officer = await signIn(given, PROPOSES);
    await officer.call().venues.proposeKey({
      venueKeyId: fresh.id,
      reason: `The firm trades at the simulated ${fresh.venue}.`,
      idempotencyKey: officer.key(),
    });
    return true;
  }
  const proposed = keys.find(
    ({ status, isProposalOpen }) => status === 'Proposed' && isProposalOpen,
  );
  return proposed?.proposal == null ? false : agree(given, proposed.proposal);
}

/** The simulator's customer, at each venue; it needs no proof. */
export async function nameVenueAccounts(
  { ids }: OpenServices,
  call: Caller,
  venues: readonly KeyedVenue[] = KEYED_VENUES,
): Promise<void> {
  for (const venue of venues) {
    const idempotencyKey = ids.next<IdempotencyKey>();
    await call.venues.createAccount({ venue, label: ACCOUNT, clientId: null, idempotencyKey });
  }
}

/** Entered as a browser enters it: what leaves here only the worker opens. */
async function enter(given: Connecting, account: StoredVenueAccount): Promise<boolean> {
  const { crypto } = globalThis;
  const officer = await signIn(given, ENTERS);
  const to = await officer
    .call()
    .venues.getSealKey({ venueAccountId: account.id })
    .catch(() => null);
  if (to === null) return false;
  const sealKey = { id: to.sealKeyId, publicKey: unwrap(fromBase64(to.publicKey)) };
  const binding = { venue: account.venue, account: account.id, label: KEY };
  // Kraken's secrets are whole base64, padding and all; the others take theirs as the text it is.
  const secret = account.venue === 'kraken' ? `${SIMULATED.secret}=` : SIMULATED.secret;
  const sealed = await sealCredentials(crypto, sealKey, binding, { ...SIMULATED, secret });
  await officer.call().venues.submitKey({
    venueAccountId: account.id,
    label: KEY,
    maskedName: maskKeyName(SIMULATED.key),
    fingerprint: await venueKeyFingerprint(crypto, account.venue, SIMULATED.key),
    sealKeyId: to.sealKeyId,
    sealed: toBase64(sealed),
    idempotencyKey: officer.key(),
  });
  return true;
}

async function agree(
  given: Connecting,
  proposalId: NonNullable<SeenVenueKey['proposal']>,
): Promise<boolean> {
  const officer = await signIn(given, await whoeverIsFree(given));
  const { proposal } = await officer.call().approval.get({ proposalId });
  const [group] = proposal.canDecideFor;
  if (group === undefined) return false;
  await officer.call().approval.decide({
    proposalId,
    group,
    verdict: 'Approve',
    payloadHash: proposal.payloadHash,
    reason: 'The key trades and can not withdraw.',
    idempotencyKey: officer.key(),
  });
  return true;
}

async function whoeverIsFree(given: Connecting): Promise<string> {
  const [first, second] = AGREES;
  return (await freeOffset(given, first)) <= 1 ? first : second;
}

/** Each act of these wants a proof, and a code works once: who has used the next one waits for it. */
async function signIn(given: Connecting, name: string): Promise<SignedIn> {
  for (;;) {
    const offset = await freeOffset(given, name);
    if (offset <= 1) return given.sessions.signIn(personOf(given, name), offset);
    await given.wait();
  }
}

/** The first step whose code this person has not used, from the present one: one ahead is taken. */
async function freeOffset({ services, people }: Connecting, name: string): Promise<number> {
  const { id } = personOf({ people }, name);
  const database = await services.identityDatabase();
  const factors = await read(database, { id, scope: { kind: 'Identity' } }, (tx) =>
    tx.factor.findMany({ where: { personId: id }, select: { lastTimeStep: true } }),
  );
  const last = Math.max(0, ...factors.map(({ lastTimeStep }) => Number(lastTimeStep ?? 0)));
  const now = Math.floor(toEpochMs(services.clock.now()) / 1_000 / STEP_S);
  return Math.max(-1, last + 1 - now);
}

function personOf({ people }: Pick<Connecting, 'people'>, name: string): DemoPerson {
  const person = people.find((one) => one.name === name);
  if (person === undefined) throw new Error(`The demo has no ${name}.`);
  return person;
}
