/** A filled demo and callers in it, for asking every procedure what it should not tell. */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TRPCError } from '@trpc/server';
import { publicErrorOf } from '@ultrathink/api';
import { appRouter, type DemoPerson, type OpenServices } from '@ultrathink/api/demo';
import { type Asked, aContext, testServices } from '@ultrathink/api/testing';
import {
  anId,
  foundFit,
  openTestDatabase,
  startSealing,
  systemClock,
  type TestDatabase,
} from '@ultrathink/db/testing';
import type { ClientId, SessionId } from '@ultrathink/domain/kernel';
import type { VenueKeyId } from '@ultrathink/domain/market-data';
import type { z } from 'zod';
import { connectVenues } from '../src/connect.ts';
import { fillDemo } from '../src/fill.ts';
import { Sessions } from '../src/session.ts';

type SessionCaller = NonNullable<Asked['caller']> & {
  readonly session: NonNullable<NonNullable<Asked['caller']>['session']>;
};

export interface Procedure {
  readonly path: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly permission: string;
  /** undefined where it takes nothing. */
  readonly input: z.ZodType | undefined;
}

interface Walked {
  readonly _def: {
    readonly type: Procedure['type'];
    readonly meta?: { readonly permission: string };
    readonly inputs: readonly z.ZodType[];
  };
}

export const PROCEDURES: readonly Procedure[] = Object.entries(
  appRouter._def.procedures as unknown as Readonly<Record<string, Walked>>,
).map(([path, { _def }]) => {
  const { type, meta, inputs } = _def;
  return { path, type, permission: meta?.permission ?? '', input: inputs[0] };
});

/** What a call came to, as the caller is told. */
export interface Outcome {
  /** `Answered`, or the public code. */
  readonly code: string;
  readonly text: string;
}

export interface World {
  readonly database: TestDatabase;
  readonly services: OpenServices;
  person(name: string): DemoPerson;
  /** Asks in this person's name, with a session and a proof that are always fresh. */
  ask(name: string, path: string, input: unknown): Promise<Outcome>;
}

/** Called at the top of a test file; it cleans up by itself. */
export async function openWorld(): Promise<World> {
  const database = await openTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'world-'));
  const file = join(folder, 'demo-people');
  const services = testServices(database) as OpenServices;
  await fillDemo(services, file);
  const { people } = JSON.parse(readFileSync(file, 'utf8')) as { people: DemoPerson[] };
  rmSync(folder, { recursive: true });
  const person = (name: string): DemoPerson => {
    const known = people.find((one) => one.name === name);
    if (known === undefined) throw new Error(`Nobody is called ${name}.`);
    return known;
  };
  await startSealing(database);
  // Clients have accounts at venues too, which they are told nothing of.
  await database.sql(`insert into market_data.venue_account
      (id, venue, label, shard, client_id, created_at, created_by)
    select uuidv7(), 'kraken', name, shard, client_id, now(), uuidv7() from clients.client`);
  await connectVenues(services, people, { looksMost: 8, wait: () => letEngineWork(database) });
  // Who signed in while it was filled has used up codes of this very minute.
  await database.sql('update access.factor set last_time_step = null');
  const sessions = new Sessions(services);
  const callers = new Map<string, Promise<SessionCaller>>();
  const identified = async (name: string): Promise<SessionCaller> => {
    const caller = await (await sessions.signIn(person(name))).identify();
    if (caller === null || caller.session === null) throw new Error(`${name} is not signed in.`);
    const { session } = caller;
    return { ...caller, session };
  };
  const callerOf = (name: string) => {
    const known = callers.get(name) ?? identified(name);
    callers.set(name, known);
    return known;
  };
  return {
    database,
    services,
    person,
    async ask(name, path, input) {
      const caller = await refreshed(database, await callerOf(name));
      const call = path
        .split('.')
        .reduce<unknown>(
          (at, part) => (at as Record<string, unknown>)[part],
          appRouter.createCaller(aContext(services, { caller })),
        );
      return outcomeOf(() => (call as (given: unknown) => Promise<unknown>)(input));
    },
  };
}

/** Finds every key fit, and frees the codes that people have used: nobody waits for half a minute. */
export async function letEngineWork(database: TestDatabase): Promise<void> {
  const rows = await database.sql<{ id: VenueKeyId }>(
    `select id from market_data.venue_key where status = 'Submitted'`,
  );
  for (const { id } of rows) await foundFit(database, id);
  await database.sql('update access.factor set last_time_step = null');
}

/** Ids of what is there, by the names that inputs give them; of one client's own where it is named. */
export async function idsOf(
  database: TestDatabase,
  client?: ClientId,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const of = client === undefined ? 'true' : `client_id = '${client}'`;
  const rows = await database.sql<{ field: string; id: string }>(`
    select 'organisationId' as field, id from access.organisation where ${of}
    union all select 'personId', id from access.person where ${of}
    union all select 'ownerId', id from access.person where ${of}
    union all select 'grantId', id from access.role_grant where ${of}
    union all select 'sessionId', id from access.session where ${of}
    union all select 'apiKeyId', id from access.api_key where ${of}
    union all select 'proposalId', id from access.proposal where ${of}
    union all select 'clientId', client_id from clients.client where ${of}
    union all select 'clients', client_id from clients.client where ${of}
    union all select 'accountId', id from clients.account where ${of}
    union all select 'venueAccountId', id from market_data.venue_account where ${of}
    union all select 'venueKeyId', id from market_data.venue_key where ${of}
    union all select 'replacesKeyId', id from market_data.venue_key where ${of}
    union all select 'restrictionId', id from compliance.restriction where ${of}
    union all select 'sealKeyId', id from market_data.worker_seal_key where ${client === undefined}
    union all (select 'eventId', id from audit.event where ${of} order by sequence limit 20)
    union all (select distinct 'correlationId', correlation_id from audit.event where ${of})`);
  const fields = new Map<string, string[]>();
  for (const { field, id } of rows) fields.set(field, [...(fields.get(field) ?? []), id]);
  return fields;
}

/** The same caller, signed in a moment ago: whatever an earlier call ended or used up. */
async function refreshed(database: TestDatabase, caller: SessionCaller): Promise<SessionCaller> {
  const id = anId<SessionId>();
  const { session } = caller;
  const { prisma } = database.as('app_identity');
  await prisma.$executeRaw`
    insert into access.session (id, secret_hash, person_id, organisation_id, client_id, audience, stage,
      factor_kind, factor_id, factor_at, time_step, created_at, last_used_at, idle_until,
      absolute_until, ip, user_agent)
    select ${id}::uuid, ${randomBytes(32)}, person_id, organisation_id, client_id, audience, 'Full',
      factor_kind, factor_id, now(), time_step, now(), now(), now() + interval '10 minutes',
      now() + interval '1 hour', ip, user_agent
    from access.session where id = ${session.id}::uuid`;
  const at = systemClock.now();
  const factor = session.factor === null ? null : { ...session.factor, at };
  return { ...caller, session: { ...session, id, factor, countedFor: null } };
}

async function outcomeOf(call: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { code: 'Answered', text: JSON.stringify(await call()) ?? '' };
  } catch (error) {
    // What is no error of tRPC's was not foreseen by anybody.
    if (!(error instanceof TRPCError)) return { code: 'Fault', text: String(error) };
    const told = publicErrorOf(error);
    if (told.code === 'Fault') return { code: 'Fault', text: String(error.cause ?? error) };
    return { code: told.code, text: JSON.stringify(told) };
  }
}
