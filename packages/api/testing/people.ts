/** People of a test: written as an operator would find them, by a superuser. */
import type { Role } from '@ultrathink/domain/access';
import type { ClientId, PersonId } from '@ultrathink/domain/kernel';
import { createSystemIds } from '@ultrathink/runtime';
import { emailHashOf } from '../src/access/names.ts';
import { hashPassword } from '../src/auth/passwords.ts';
import { SESSION_SECRET_BYTES, type SessionPort } from '../src/auth/session-port.ts';
import type { Services } from '../src/context.ts';

const ids = createSystemIds();

interface Sql {
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface House {
  readonly id: string;
  readonly clientId: ClientId | null;
}

export async function aFirm(database: Sql): Promise<House> {
  const id = ids.next();
  const insert = `insert into access.organisation (id, kind, name) values ($1, 'Firm', 'The firm')`;
  await database.sql(insert, [id]);
  return { id, clientId: null };
}

export async function aClientHouse(database: Sql, name: string): Promise<House> {
  const clientId = ids.next<ClientId>();
  const id = ids.next();
  await database.sql('insert into clients.client (client_id, name) values ($1, $2)', [
    clientId,
    name,
  ]);
  await database.sql(
    `insert into access.organisation (id, kind, client_id, name) values ($1, 'Client', $2, $3)`,
    [id, clientId, name],
  );
  return { id, clientId };
}

export interface APerson {
  readonly id: PersonId;
  readonly email: string;
  readonly password: string;
}

export const A_PASSWORD = 'quarry lantern obtuse meadow';

export interface PersonChanges {
  readonly role?: Role;
  readonly state?: 'Invited' | 'Active' | 'Suspended';
  readonly hasPassword?: boolean;
  readonly allowList?: readonly string[];
}

let count = 0;

export async function aPerson(
  database: Sql,
  services: Services,
  house: House,
  { role, state = 'Active', hasPassword = true, allowList = [] }: PersonChanges = {},
): Promise<APerson> {
  const id = ids.next<PersonId>();
  count += 1;
  const email = `person-${count}@example.com`;
  await database.sql(
    `insert into access.person (id, organisation_id, client_id, email_hash, personal, state, allow_list)
      values ($1, $2, $3, $4, $5, $6, $7::inet[])`,
    [
      id,
      house.id,
      house.clientId,
      Buffer.from(emailHashOf(services, email)),
      Buffer.from('sealed elsewhere'),
      state,
      allowList,
    ],
  );
  if (role !== undefined) await aGrant(database, id, house, role);
  if (hasPassword) {
    const hash = await hashPassword(A_PASSWORD);
    const insert =
      'insert into access.password (person_id, hash, changed_at) values ($1, $2, now())';
    await database.sql(insert, [id, hash]);
  }
  return { id, email, password: A_PASSWORD };
}

const ALL_CLIENTS: ReadonlySet<Role> = new Set<Role>([
  'RiskOfficer',
  'ComplianceAnalyst',
  'HeadOfCompliance',
  'Operations',
  'Finance',
  'Auditor',
]);

export async function aGrant(database: Sql, person: PersonId, house: House, role: Role) {
  await database.sql(
    `insert into access.role_grant (id, person_id, organisation_id, client_id, role, is_all_clients, "from")
      values ($1, $2, $3, $4, $5, $6, '2020-01-01')`,
    [ids.next(), person, house.id, house.clientId, role, ALL_CLIENTS.has(role)],
  );
}

/** A browser that keeps the cookie it was given. */
export interface Browser extends SessionPort {
  secret: Uint8Array | null;
}

export function aBrowser(secret: Uint8Array | null = null): Browser {
  const browser: Browser = {
    secret,
    read: () => Promise.resolve(browser.secret),
    write(next) {
      if (next.length !== SESSION_SECRET_BYTES) throw new Error('No secret of a session.');
      browser.secret = next;
      return Promise.resolve();
    },
    clear() {
      browser.secret = null;
      return Promise.resolve();
    },
  };
  return browser;
}
