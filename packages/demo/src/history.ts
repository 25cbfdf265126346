/**
 * The first things people did: some of them done, some waiting for others. Through the procedures, by
 * people who signed in, so that the trail, the inboxes and the reviews show nothing that did not happen.
 */
import type { DemoPerson, OpenServices } from '@ultrathink/api/demo';
import type { Organisation } from '@ultrathink/domain/access';
import type { ClientId, PersonId } from '@ultrathink/domain/kernel';
import { FIRM } from './cast.ts';
import { Sessions } from './session.ts';

interface Told {
  readonly services: OpenServices;
  readonly people: readonly DemoPerson[];
  readonly organisations: ReadonlyMap<string, Organisation>;
}

/** Names, as the cast has them, for what the procedures take. */
class Directory {
  readonly #told: Told;

  constructor(told: Told) {
    this.#told = told;
  }

  person(name: string): DemoPerson {
    return found(
      name,
      this.#told.people.find((known) => known.name === name),
    );
  }

  id(name: string): PersonId {
    return this.person(name).id;
  }

  organisation(name: string): Organisation {
    return found(name, this.#told.organisations.get(name));
  }

  client(name: string): ClientId {
    const organisation = this.organisation(name);
    return found(name, organisation.kind === 'Client' ? organisation.client : undefined);
  }
}

function found<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`The demo has no ${name}.`);
  return value;
}

/** This machine, so that nobody is shut out of a demo by deciding it. */
const HERE = ['127.0.0.0/8', '::1/128'];

export async function makeHistory(told: Told): Promise<void> {
  const directory = new Directory(told);
  const sessions = new Sessions(told.services);
  await giveClientToTrader(directory, sessions);
  await askForNetworks(directory, sessions);
  await askForBreakGlass(directory, sessions);
  await askForTradeKey(directory, sessions);
}

/** Asked for by one administrator, agreed to by the other: carried out. */
async function giveClientToTrader(directory: Directory, sessions: Sessions): Promise<void> {
  const ines = await sessions.signIn(directory.person('Ines Okafor'));
  const { proposalId, groups } = await ines.call().access.proposeGrant({
    personId: directory.id('Daniel Osei'),
    organisationId: directory.organisation(FIRM.name).id,
    role: 'Trader',
    clients: [directory.client('Ostrava Mutual Insurance')],
    until: null,
    hours: null,
    reason: 'Ostrava Mutual Insurance begins to trade through the desk.',
    idempotencyKey: ines.key(),
  });
  const tomas = await sessions.signIn(directory.person('Tomas Lindqvist'));
  const { proposal } = await tomas.call().approval.get({ proposalId });
  await tomas.call().approval.decide({
    proposalId,
    group: found('quorum group', groups[0]).name,
    verdict: 'Approve',
    payloadHash: proposal.payloadHash,
    reason: 'The mandate is signed and the desk has room.',
    idempotencyKey: tomas.key(),
  });
}

async function askForNetworks(directory: Directory, sessions: Sessions): Promise<void> {
  const tomas = await sessions.signIn(directory.person('Tomas Lindqvist'));
  await tomas.call().access.proposeAllowList({
    target: { kind: 'Organisation', id: directory.organisation(FIRM.name).id },
    networks: [...HERE, '203.0.113.0/24'],
    reason: 'Staff sign in from the office and from this machine only.',
    idempotencyKey: tomas.key(),
  });
}

async function askForBreakGlass(directory: Directory, sessions: Sessions): Promise<void> {
  const ines = await sessions.signIn(directory.person('Ines Okafor'));
  await ines.call().access.proposeGrant({
    personId: directory.id('Freya Jensen'),
    organisationId: directory.organisation(FIRM.name).id,
    role: 'BreakGlass',
    clients: [directory.client('Northgate Pension Trust')],
    until: null,
    hours: 2,
    reason: 'A rehearsal of stopping one client in an emergency.',
    idempotencyKey: ines.key(),
  });
}

/** By a client, for one of its own. */
async function askForTradeKey(directory: Directory, sessions: Sessions): Promise<void> {
  const sofia = await sessions.signIn(directory.person('Sofia Reyes'));
  await sofia.call().access.proposeTradeKey({
    ownerId: directory.id('Amara Diallo'),
    name: 'Rebalancing',
    networks: HERE,
    days: 90,
    reason: 'The monthly rebalancing is placed by a program of ours.',
    idempotencyKey: sofia.key(),
  });
}
