/** A small platform to act on: a firm, two clients, people with roles, each signed in a moment ago. */
import { randomBytes } from 'node:crypto';
import type { Database } from '@ultrathink/db';
import { allGrantsOf } from '@ultrathink/db/access';
import type {
  FactorId,
  GrantId,
  Organisation,
  OrganisationId,
  Role,
} from '@ultrathink/domain/access';
import { STARTING_POLICY } from '@ultrathink/domain/access';
import {
  addMs,
  type ClientId,
  type IdempotencyKey,
  type PersonId,
  type SessionId,
} from '@ultrathink/domain/kernel';
import type { SessionInfo } from '../src/auth/caller.ts';
import type { Services } from '../src/context.ts';
import { appRouter } from '../src/root.ts';
import { aCaller, aContext, testServices } from './services.ts';

/** As `TestDatabase` of @ultrathink/db/testing has it. */
interface Testing {
  as(role: 'app_staff' | 'app_client' | 'app_identity' | 'jobs'): Database;
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export type TestRouter = ReturnType<typeof appRouter.createCaller>;

export interface Platform {
  readonly services: Services;
  readonly firm: Organisation;
  readonly halden: Organisation & { readonly client: ClientId };
  readonly osprey: Organisation & { readonly client: ClientId };
  /** Somebody who can sign in, with these roles. */
  person(organisation: Organisation, ...roles: readonly Role[]): Promise<PersonId>;
  /** One more role, as nobody's proposal: what the platform began with. */
  give(person: PersonId, organisation: Organisation, role: Role): Promise<GrantId>;
  /** The router as this person has it right after signing in, so that the first act is proven. */
  as(person: PersonId, organisation: Organisation): Promise<TestRouter>;
  key(): { readonly idempotencyKey: IdempotencyKey };
}

const HOUR_MS = 60 * 60_000;

const ALL_CLIENTS: readonly Role[] = [
  'RiskOfficer',
  'ComplianceAnalyst',
  'HeadOfCompliance',
  'Operations',
  'Finance',
];

const tenantOf = (organisation: Organisation) =>
  organisation.kind === 'Client' ? organisation.client : null;

export async function aPlatform(
  database: Testing,
  changes: Partial<Services> = {},
): Promise<Platform> {
  const services = testServices(database, changes);
  const { ids } = services;
  const firm: Organisation = { kind: 'Firm', id: ids.next<OrganisationId>() };
  await database.sql(
    `insert into access.organisation (id, kind, name) values ($1, 'Firm', 'The firm')`,
    [firm.id],
  );
  const halden = await aClient(database, services, 'Halden');
  const osprey = await aClient(database, services, 'Osprey');
  await database.sql(
    'insert into access.approval_policy (version, policy, published_at) values (1, $1, now())',
    [JSON.stringify(STARTING_POLICY)],
  );
  const give: Platform['give'] = async (person, organisation, role) => {
    const id = ids.next<GrantId>();
    await database.sql(
      `insert into access.role_grant (id, person_id, organisation_id, client_id, role, is_all_clients, "from")
        values ($1, $2, $3, $4, $5, $6, now() - interval '1 day')`,
      [id, person, organisation.id, tenantOf(organisation), role, ALL_CLIENTS.includes(role)],
    );
    return id;
  };
  return {
    services,
    firm,
    halden,
    osprey,
    give,
    key: () => ({ idempotencyKey: ids.next<IdempotencyKey>() }),

    async person(organisation, ...roles) {
      const id = ids.next<PersonId>();
      await database.sql(
        `insert into access.person (id, organisation_id, client_id, email_hash, personal, state)
          values ($1, $2, $3, $4, '\\x00', 'Active')`,
        [id, organisation.id, tenantOf(organisation), randomBytes(32)],
      );
      for (const role of roles) await give(id, organisation, role);
      return id;
    },

    async as(person, organisation) {
      const session = await signIn(database, services, person, organisation);
      const { prisma } = database.as('app_staff');
      const grants = await prisma.$transaction((tx) => allGrantsOf(tx, [person]));
      const caller = aCaller(person, organisation, grants, session);
      return appRouter.createCaller(aContext(services, { caller }));
    },
  };
}

async function aClient(database: Testing, { ids }: Services, name: string) {
  const id = ids.next<OrganisationId>();
  const client = ids.next<ClientId>();
  await database.sql('insert into clients.client (client_id, name) values ($1, $2)', [
    client,
    name,
  ]);
  await database.sql(
    `insert into access.organisation (id, kind, client_id, name) values ($1, 'Client', $2, $3)`,
    [id, client, name],
  );
  return { kind: 'Client' as const, id, client };
}

/** A session whose second factor has just been given. */
async function signIn(
  database: Testing,
  { ids, clock }: Services,
  person: PersonId,
  organisation: Organisation,
): Promise<SessionInfo> {
  const at = clock.now();
  const factor = { kind: 'Passkey' as const, id: ids.next<FactorId>(), at, timeStep: null };
  const session: SessionInfo = {
    id: ids.next<SessionId>(),
    person,
    organisation,
    organisationName: 'A test',
    audience: organisation.kind === 'Client' ? 'client' : 'operations',
    stage: 'Full',
    factor,
    countedFor: null,
    createdAt: at,
    lastUsedAt: at,
    idleUntil: addMs(at, HOUR_MS),
    absoluteUntil: addMs(at, HOUR_MS),
  };
  await database.sql(
    `insert into access.session (id, secret_hash, person_id, organisation_id, client_id, audience,
        stage, factor_kind, factor_id, factor_at, created_at, last_used_at, idle_until,
        absolute_until, ip, user_agent)
      values ($1, $2, $3, $4, $5, $6, 'Full', 'Passkey', $7, $8, $8, $8, $9, $9, '127.0.0.1', 'a test')`,
    [
      session.id,
      randomBytes(32),
      person,
      organisation.id,
      tenantOf(organisation),
      session.audience,
      factor.id,
      at,
      session.idleUntil,
    ],
  );
  return session;
}
