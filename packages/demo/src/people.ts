/**
 * The demo's people, with a role each, able to sign in: passwords and authenticator secrets are those
 * of the installation's own file, so that they outlive a reset.
 */
import {
  type DemoPerson,
  emailHashOf,
  hashPassword,
  newTotpSecret,
  sealPersonal,
  sealTotp,
} from '@ultrathink/api/demo';
import { newPersonKey } from '@ultrathink/db';
import { insertGrant, insertPerson } from '@ultrathink/db/access';
import {
  activate,
  confirmTotp,
  findPersonByEmail,
  insertTotp,
  setPassword,
} from '@ultrathink/db/identity';
import {
  type FactorId,
  type Grant,
  type GrantId,
  type Organisation,
  ROLE_SPECS,
  type Role,
} from '@ultrathink/domain/access';
import type { ClientId, PersonId } from '@ultrathink/domain/kernel';
import { CLIENTS, emailOf, FIRM, STAFF } from './cast.ts';
import { type Installing, install } from './installation.ts';
import { sayablePassword } from './log-ins.ts';

/** As many as a machine of few cores works on at once, and far fewer than are turned away. */
const HASHES_AHEAD = 4;

interface Part {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly organisation: Organisation;
  readonly organisationName: string;
  /** Of firm roles. */
  readonly clients?: 'All' | readonly ClientId[];
}

/** Everybody, in the order of the cast. `known`: log-ins that were made before, by e-mail. */
export async function installPeople(
  installing: Installing,
  organisations: ReadonlyMap<string, Organisation>,
  known: ReadonlyMap<string, DemoPerson>,
): Promise<readonly DemoPerson[]> {
  const people: Awaited<ReturnType<typeof lookFor>>[] = [];
  for (const part of partsOf(organisations)) {
    people.push(await lookFor(installing, part, known.get(part.email)));
  }
  // What takes a core for a while is done beside what waits for the database.
  const hashes = new Map<PersonId, Promise<string>>();
  const hashAhead = (from: number) => {
    for (const { person, isLetIn } of people.slice(from, from + HASHES_AHEAD)) {
      if (isLetIn || hashes.has(person.id)) continue;
      hashes.set(person.id, hashPassword(person.password));
    }
  };
  for (const [n, { part, person, isThere }] of people.entries()) {
    hashAhead(n);
    if (!isThere) await invite(installing, part, person.id);
    const hash = await hashes.get(person.id);
    if (hash !== undefined) await letIn(installing, part, person, hash);
  }
  return people.map(({ person }) => person);
}

function partsOf(organisations: ReadonlyMap<string, Organisation>): readonly Part[] {
  const named = (name: string): Organisation => {
    const organisation = organisations.get(name);
    if (organisation === undefined) throw new Error(`The demo has no organisation ${name}.`);
    return organisation;
  };
  const clientId = (name: string): ClientId[] => {
    const organisation = named(name);
    return organisation.kind === 'Client' ? [organisation.client] : [];
  };
  const staff = STAFF.map(({ name, role, clients }) => {
    const { reach } = ROLE_SPECS[role];
    const assigned = reach === 'AllClients' ? ('All' as const) : (clients ?? []).flatMap(clientId);
    const email = emailOf(name, FIRM.domain);
    const organisation = named(FIRM.name);
    return { name, role, email, organisation, organisationName: FIRM.name, clients: assigned };
  });
  const ofClients = CLIENTS.flatMap((client) =>
    client.people.map(({ name, role }) => {
      const email = emailOf(name, client.domain);
      const organisation = named(client.name);
      return { name, role, email, organisation, organisationName: client.name };
    }),
  );
  return [...staff, ...ofClients];
}

/** Who that is, and how far an earlier start came with it. */
async function lookFor({ services }: Installing, part: Part, known: DemoPerson | undefined) {
  const { name, email, role, organisationName } = part;
  const database = await services.identityDatabase();
  const hash = emailHashOf(services, email);
  const found = await findPersonByEmail(database, hash, '127.0.0.1');
  const person: DemoPerson = {
    id: found?.id ?? services.ids.next<PersonId>(),
    name,
    email,
    password: known?.password ?? sayablePassword(),
    totpSecret: known?.totpSecret ?? newTotpSecret(),
    organisation: organisationName,
    audience: ROLE_SPECS[role].audience,
    role: ROLE_SPECS[role].title,
  };
  // Also where a start ended between the two: who has no factor yet is not there yet.
  const isLetIn = found?.hasFactors === true && known !== undefined;
  return { part, person, isThere: found !== undefined, isLetIn };
}

function clientOf({ organisation }: Part): { readonly clientId?: ClientId } {
  return organisation.kind === 'Client' ? { clientId: organisation.client } : {};
}

async function invite(installing: Installing, part: Part, id: PersonId): Promise<void> {
  const { services } = installing;
  const { name, email, role, organisation, clients } = part;
  const clientId = organisation.kind === 'Client' ? organisation.client : null;
  const grant = services.ids.next<GrantId>();
  await install(installing, {
    kind: 'demo.invitePerson',
    database: await services.staffDatabase(),
    scope: { kind: 'Firm' },
    ...clientOf(part),
    input: { person: id, organisation: organisation.id, role },
    change: async (tx, at) => {
      const key = await newPersonKey(tx, services.ring, id, clientId);
      const personal = sealPersonal(key, id, { name, email });
      const emailHash = emailHashOf(services, email);
      await insertPerson(tx, { id, organisation, emailHash, personal, at });
      const granted = {
        ...{ id: grant, person: id, organisation, role, from: at, until: null },
        grantedBy: 'Installation',
        ...(clients !== undefined && { clients }),
      } as Grant;
      await insertGrant(tx, granted, { proposal: null, reason: 'Made at installation.' });
      return {
        answer: null,
        events: [
          {
            action: 'access.invitePerson',
            subject: { kind: 'Person', id },
            after: { organisation: organisation.id, state: 'Invited' },
          },
          {
            action: 'access.grantRole',
            subject: { kind: 'Grant', id: grant },
            after: { person: id, organisation: organisation.id, role, clients: clients ?? null },
            reason: 'Made at installation.',
          },
        ],
      };
    },
  });
}

async function letIn(
  installing: Installing,
  part: Part,
  person: DemoPerson,
  hash: string,
): Promise<void> {
  const { services } = installing;
  const factor = services.ids.next<FactorId>();
  const { id } = person;
  await install(installing, {
    kind: 'demo.enrolPerson',
    database: await services.identityDatabase(),
    scope: { kind: 'Identity' },
    ...clientOf(part),
    input: { person: id, factor },
    change: async (tx, at) => {
      await setPassword(tx, id, hash, at);
      const secret = sealTotp(services.ring, { id: factor, person: id }, person.totpSecret);
      await insertTotp(tx, {
        id: factor,
        person: id,
        name: 'Authenticator app',
        secret,
        createdAt: at,
      });
      await confirmTotp(tx, factor, at);
      await activate(tx, id);
      const subject = { kind: 'Person', id };
      return {
        answer: null,
        events: [
          { action: 'auth.acceptInvitation', subject, after: { state: 'Active' } },
          {
            action: 'auth.addFactor',
            subject: { kind: 'Factor', id: factor },
            after: { kind: 'Totp' },
          },
        ],
      };
    },
  });
}
