/**
 * The border between clients, asked of everything there is: every procedure and every path of the
 * interface with the other client's ids, and the database's own roles behind them. Halden's people ask
 * for Northgate's things; they are told NotFound, see not one row and change none.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createRestInterface, REST_BASE, restDocument } from '@ultrathink/api';
import { rightInput, type Values } from '@ultrathink/api/testing';
import { anId } from '@ultrathink/db/testing';
import type { ClientId } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { idsOf, openWorld, PROCEDURES } from './world.ts';

const [OURS, THEIRS] = ['Halden Capital Partners', 'Northgate Pension Trust'] as const;
const ASKED_BY = ['Jonas Keller', 'Priya Raman', 'Nils Aaberg'] as const;
const RUNS = 12;
const TIMEOUT_MS = 60_000;

const world = await openWorld();
const clientOf = async (name: string): Promise<ClientId> => {
  const [row] = await world.database.sql<{ id: ClientId }>(
    'select client_id as id from clients.client where name = $1',
    [name],
  );
  if (row === undefined) throw new Error(`There is no ${name}.`);
  return row.id;
};
const [ours, theirs] = [await clientOf(OURS), await clientOf(THEIRS)];
const foreign = await idsOf(world.database, theirs);
// What happened to both at once, as at installation, has one correlation for both.
const own = new Set([...(await idsOf(world.database, ours)).values()].flat());
const foreignIds = [...new Set([...foreign.values()].flat())].filter((id) => !own.has(id));
const NAMES = [THEIRS, 'Sofia Reyes', 'Amara Diallo', 'Oliver Whitfield', 'northgate.example'];

const values: Values = {
  ids: (field) => {
    if (field === 'idempotencyKey') return fc.nat().map(() => anId());
    return fc.constantFrom(...(foreign.get(field) ?? foreignIds));
  },
  times: fc.constantFrom('2026-11-21T09:41:07.204Z', '2100-01-01T00:00:00.000Z'),
};

/** Tables with rows of clients; months of a table are reached through it. */
const TABLES = await world.database.sql<{ name: string }>(`
  select c.oid::regclass::text as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped
  where c.relkind in ('r', 'p') and not c.relispartition order by 1`);

/** Everything that is theirs, as one number. */
async function fingerprint(): Promise<string> {
  const parts = TABLES.map(
    ({ name }) => `select coalesce(string_agg(t::text, '' order by t::text), '') as text
      from ${name} t where client_id = '${theirs}'`,
  );
  const [row] = await world.database.sql<{ hash: string }>(
    `select md5(string_agg(text, '|')) as hash from (${parts.join(' union all ')}) as all_of_them`,
  );
  return row?.hash ?? '';
}

let before = '';
beforeAll(async () => {
  before = await fingerprint();
});

/** Nothing of theirs, whatever was asked: no id, no name, no address. */
function expectNothingOfTheirs(text: string): void {
  for (const secret of [...foreignIds, ...NAMES]) expect(text).not.toContain(secret);
}

/** Procedures that name something by its id, and do not only write down what anybody may. */
const NAMING = PROCEDURES.filter(
  ({ type, input }) => type !== 'subscription' && input !== undefined,
);

describe('ASVS 8.4.1 and 8.2.2 by a procedure', () => {
  it.each(NAMING.map((procedure) => [procedure.path, procedure] as const))(
    '%s, nothing of another client is read or changed',
    async (path, { input }) => {
      if (input === undefined) return;
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...ASKED_BY),
          rightInput(input, values),
          async (name, given) => {
            const { code, text } = await world.ask(name, path, given);
            expect(code, text).not.toBe('Fault');
            expectNothingOfTheirs(text);
          },
        ),
        { numRuns: RUNS },
      );
      expect(await fingerprint()).toBe(before);
    },
    TIMEOUT_MS,
  );

  it.each(PROCEDURES.filter(({ type, input }) => type === 'query' && input === undefined))(
    '$path, which takes nothing, tells nothing of another client',
    async ({ path }) => {
      for (const name of ASKED_BY) {
        const { code, text } = await world.ask(name, path, undefined);
        expect(code, text).not.toBe('Fault');
        expectNothingOfTheirs(text);
      }
    },
  );

  it.each([
    ['access.getOrganisation', 'organisationId'],
    ['access.listPeople', 'organisationId'],
    ['access.listApiKeys', 'organisationId'],
    ['access.getPerson', 'personId'],
    ['access.listSessions', 'personId'],
    ['approval.get', 'proposalId'],
  ])(
    '%s says of what is another’s exactly what it says of what is not there',
    async (path, field) => {
      const [id] = foreign.get(field) ?? [];
      expect(id, field).toBeDefined();
      const [theirs_, nobodys] = await Promise.all([
        world.ask('Jonas Keller', path, { [field]: id }),
        world.ask('Jonas Keller', path, { [field]: anId() }),
      ]);
      const sentence = ({ text }: { text: string }) => JSON.parse(text).sentence;
      expect([theirs_.code, sentence(theirs_)]).toEqual(['NotFound', sentence(nobodys)]);
      expect(nobodys.code).toBe('NotFound');
    },
  );
});

describe('ASVS 8.4.1 by the interface for programs', () => {
  const rest = createRestInterface(world.services);
  const paths = Object.keys(restDocument(world.services.origin).paths);
  // One each: a key is answered so often a minute, and this asks more.
  const keys = new Map(paths.map((path) => [path, `ut_${randomBytes(32).toString('base64url')}`]));
  beforeAll(async () => {
    for (const key of keys.values()) {
      const hash = createHash('sha256').update(key).digest('hex');
      await world.database.sql(`insert into access.api_key (id, organisation_id, client_id, person_id,
          name, scope, secret_hash, hint, claimed_at, allow_list, "from", until)
        select '${anId()}', organisation_id, client_id, id, 'probe', 'Read', '\\x${hash}',
          '${key.slice(0, 7)}', now(), '{127.0.0.1}', now() - interval '1 hour', now() + interval '1 day'
        from access.person where client_id = '${ours}' and id = '${world.person('Jonas Keller').id}'`);
    }
  });

  it.each(paths.flatMap((path) => foreignIds.slice(0, 4).map((id) => [path, id] as const)))(
    '%s with their %s, in its path and in its query',
    async (path, id) => {
      for (const tried of [path, `${path}/${id}`, `${path}?id=${id}`, `${path}?clientId=${id}`]) {
        const request = new Request(`http://localhost:3000${REST_BASE}${tried}`, {
          headers: { authorization: `Bearer ${keys.get(path)}` },
        });
        const answer = await rest.answer(request, { peer: 'ThisMachine', address: '127.0.0.1' });
        const text = await answer.text();
        expect([200, 400, 404], text).toContain(answer.status);
        expectNothingOfTheirs(text);
        if (tried !== path) expect(answer.status, tried).not.toBe(200);
      }
    },
  );
});

describe('ASVS 8.4.1 straight against the database', () => {
  const as = async (role: 'app_client' | 'app_staff', settings: string, statement: string) => {
    const { prisma } = world.database.as(role);
    try {
      return await prisma.$transaction(async (tx) => {
        await tx.$executeRawUnsafe(settings);
        return tx.$queryRawUnsafe<{ found: number }[]>(statement);
      });
    } catch (error) {
      return /permission denied|append-only|row-level security|only its end|stays|destroyed/.test(
        String(error),
      )
        ? ('Refused' as const)
        : String(error);
    }
  };
  const actor = anId();
  const SETTINGS = [
    [
      'app_client',
      `select set_config('app.actor', '${actor}', true), set_config('app.client', '${ours}', true)`,
    ],
    [
      'app_staff',
      `select set_config('app.actor', '${actor}', true), set_config('app.clients', '{${ours}}', true)`,
    ],
  ] as const;

  const all = SETTINGS.flatMap(([role, settings]) =>
    TABLES.map(({ name }) => [role, name, settings] as const),
  );

  it.each(all)(
    '%s sees and changes not one row of another client in %s',
    async (role, name, settings) => {
      const where = `client_id = '${theirs}'`;
      for (const statement of [
        `select count(*)::int as found from (select client_id from ${name} where ${where}) as t`,
        `with changed as (update ${name} set client_id = client_id where ${where} returning 1 as one)
        select count(*)::int as found from changed`,
        `with gone as (delete from ${name} where ${where} returning 1 as one)
        select count(*)::int as found from gone`,
      ]) {
        const found = await as(role, settings, statement);
        expect(found === 'Refused' ? found : found, statement).toSatisfy(
          (answer) => answer === 'Refused' || (Array.isArray(answer) && answer[0]?.found === 0),
        );
      }
      expect(await fingerprint()).toBe(before);
    },
  );

  it('there is something of theirs to see in what was asked', async () => {
    const counts = await Promise.all(
      TABLES.map(({ name }) =>
        world.database.sql<{ n: number }>(
          `select count(*)::int as n from ${name} where client_id = '${theirs}'`,
        ),
      ),
    );
    expect(counts.filter(([row]) => (row?.n ?? 0) > 0).length).toBeGreaterThan(8);
  });
});
