import { createHash, randomBytes } from 'node:crypto';
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import { ALL_PERMISSIONS, permissionSpec } from '@ultrathink/domain/access';
import type { ClientId, PersonId } from '@ultrathink/domain/kernel';
import { describe, expect, it } from 'vitest';
import { testServices } from '../../testing/index.ts';
import { createRestInterface } from './answer.ts';
import { ADDRESS_FAILURES_A_MINUTE, KEY_REQUESTS_A_MINUTE } from './limits.ts';
import { procedureDefs, restOperations } from './operation.ts';
import { REST_BASE, REST_ROUTES } from './routes.ts';

const database = await openTestDatabase();
const HOME = '203.0.113.9';

interface Tenant {
  readonly client: ClientId;
  readonly owner: PersonId;
  readonly organisation: string;
  readonly name: string;
}

async function aTenant(name: string): Promise<Tenant> {
  const tenant = { client: anId<ClientId>(), owner: anId<PersonId>(), organisation: anId(), name };
  const { client, owner, organisation } = tenant;
  await database.sql(
    `insert into clients.client (client_id, name) values ('${client}', '${name}')`,
  );
  await database.sql(`insert into clients.account (id, client_id, name)
    values ('${anId()}', '${client}', 'Main')`);
  await database.sql(`insert into access.organisation (id, kind, client_id, name)
    values ('${organisation}', 'Client', '${client}', '${name}')`);
  await database.sql(`insert into access.person (id, organisation_id, client_id, state, email_hash, personal)
    values ('${owner}', '${organisation}', '${client}', 'Active', sha256('${name}'), 'sealed')`);
  await database.sql(`insert into access.role_grant (id, person_id, organisation_id, client_id, role, "from")
    values ('${anId()}', '${owner}', '${organisation}', '${client}', 'ClientViewer', now() - interval '1 day')`);
  return tenant;
}

interface KeyParts {
  readonly from?: string;
  readonly until?: string;
  readonly networks?: string;
  readonly endedAt?: string;
}

async function aKey({ client, owner, organisation }: Tenant, parts: KeyParts = {}) {
  const { from = "now() - interval '1 hour'", until = "now() + interval '1 day'" } = parts;
  const text = `ut_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(text).digest('hex');
  const id = anId();
  await database.sql(`insert into access.api_key (id, organisation_id, client_id, person_id, name, scope,
      secret_hash, hint, claimed_at, allow_list, "from", until, ended_at)
    values ('${id}', '${organisation}', '${client}', '${owner}', 'reports', 'Read', '\\x${hash}',
      '${text.slice(0, 7)}', now(), '${parts.networks ?? '{203.0.113.0/24}'}', ${from}, ${until},
      ${parts.endedAt ?? 'null'})`);
  return { id, text };
}

const services = testServices(database);
const halden = await aTenant('Halden');
const tamar = await aTenant('Tamar');
const key = await aKey(halden);

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly key?: string;
  readonly address?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(asked: Asked, rest = createRestInterface(services)) {
  const { path = '/client', method = 'GET', address = HOME, headers = {} } = asked;
  const authorization = asked.key === undefined ? {} : { authorization: `Bearer ${asked.key}` };
  const request = new Request(`https://desk.example.com${REST_BASE}${path}`, {
    method,
    headers: { ...authorization, ...headers },
  });
  const response = await rest.answer(request, { peer: 'Elsewhere', address });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe('a client’s program', () => {
  it('is told of its own client, and of its key', async () => {
    const { status, body } = await ask({ key: key.text });
    expect([status, body]).toMatchObject([
      200,
      { id: halden.client, name: 'Halden', accounts: [{ name: 'Main' }] },
    ]);
    const own = await ask({ path: '/key', key: key.text });
    expect(own.body).toMatchObject({ id: key.id, scope: 'Read', networks: ['203.0.113.0/24'] });
    expect(JSON.stringify(own.body)).not.toContain(key.text);
  });

  it('ASVS 8.4.1 sees nothing of another client by any key of its own', async () => {
    const other = await aKey(tamar);
    const [mine, theirs] = await Promise.all([ask({ key: key.text }), ask({ key: other.text })]);
    expect(JSON.stringify(mine.body)).not.toContain(tamar.client);
    expect(theirs.body).toMatchObject({ id: tamar.client });
  });

  it('is noted when and from where', async () => {
    const fresh = await aKey(halden);
    await ask({ key: fresh.text });
    const [row] = await database.sql<{ ip: string; isFresh: boolean }>(
      `select host(last_used_ip) as ip, last_used_at > now() - interval '1 minute' as "isFresh"
       from access.api_key where id = $1`,
      [fresh.id],
    );
    expect(row).toEqual({ ip: HOME, isFresh: true });
  });
});

describe('ASVS 8.3.1 nothing is told without a key that is in force', () => {
  const keys: [string, () => Promise<Asked>][] = [
    ['no key', async () => ({})],
    ['a key nobody made', async () => ({ key: `ut_${'A'.repeat(43)}` })],
    ['no key at all', async () => ({ key: 'Halden' })],
    ['one from another network', async () => ({ key: key.text, address: '198.51.100.7' })],
    ['one from an address nobody knows', async () => ({ key: key.text, address: '' })],
    ['an expired one', async () => ({ key: (await aKey(halden, { until: 'now()' })).text })],
    [
      'one before its time',
      async () => ({ key: (await aKey(halden, { from: "now() + interval '1 hour'" })).text }),
    ],
    ['a revoked one', async () => ({ key: (await aKey(halden, { endedAt: 'now()' })).text })],
  ];

  it.each(keys)('%s', async (_what, make) => {
    const { status, body, headers } = await ask(await make());
    expect([status, body.error.code]).toEqual([401, 'SignInNeeded']);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    const missing = await ask({ ...(await make()), path: '/nothing-here' });
    expect(missing.status, 'nor whether there is such a path').toBe(401);
  });

  it('and that of somebody who was suspended opens nothing, at once', async () => {
    const left = await aTenant('Left');
    const { text } = await aKey(left);
    expect((await ask({ key: text })).status).toBe(200);
    await database.sql(`update access.person set state = 'Suspended' where id = '${left.owner}'`);
    expect((await ask({ key: text })).status).toBe(401);
  });

  it('and that of somebody who lost the role is refused, at once', async () => {
    const left = await aTenant('Demoted');
    const { text } = await aKey(left);
    await database.sql(`update access.role_grant set ended_at = now(), ended_why = 'left'
      where person_id = '${left.owner}'`);
    expect((await ask({ key: text })).status).toBe(404);
  });
});

describe('a request', () => {
  it.each([
    ['/nothing', 'GET', 404],
    ['/client', 'DELETE', 404],
    ['/client?client=other', 'GET', 400],
  ])('to %s by %s with a good key answers %i', async (path, method, status) => {
    const answer = await ask({ path, method, key: key.text });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toMatch(/ at |\.ts|prisma/i);
  });

  it('ASVS 3.5.4 that brings a cookie is refused: no browser’s sign-in works here', async () => {
    const { status, body } = await ask({ key: key.text, headers: { cookie: 'a=b' } });
    expect([status, body.error.code]).toEqual([403, 'Forbidden']);
  });

  it('beyond what a key may ask in a minute is refused, and other keys are not', async () => {
    const rest = createRestInterface(services);
    const busy = await aKey(halden);
    const asked = Array.from({ length: KEY_REQUESTS_A_MINUTE }, () =>
      ask({ key: busy.text }, rest),
    );
    await Promise.all(asked);
    expect((await ask({ key: busy.text }, rest)).status).toBe(429);
    expect((await ask({ key: key.text }, rest)).status).toBe(200);
  });

  it('ASVS 6.3.1 of an address with many bad keys is refused, a good key or not', async () => {
    const rest = createRestInterface(services);
    for (let tries = 0; tries < ADDRESS_FAILURES_A_MINUTE; tries += 1) {
      await ask({ key: `ut_${'B'.repeat(43)}` }, rest);
    }
    expect((await ask({ key: key.text }, rest)).status).toBe(429);
    expect((await ask({ key: key.text, address: '203.0.113.10' }, rest)).status).toBe(200);
  });
});

describe('the interface', () => {
  it('holds every procedure a key may ask, and no other', () => {
    const keyed = new Set<string>(ALL_PERMISSIONS.filter((name) => permissionSpec(name).key));
    const open = [...procedureDefs()]
      .filter(([, { meta }]) => meta !== undefined && keyed.has(meta.permission))
      .map(([path]) => path);
    expect(REST_ROUTES.map(({ procedure }) => procedure).sort()).toEqual(open.sort());
    expect(restOperations()).toHaveLength(REST_ROUTES.length);
  });

  it('describes itself, to everybody, in OpenAPI 3.1', async () => {
    const { status, body } = await ask({ path: '/openapi.json' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: '3.1.1', servers: [{ url: expect.any(String) }] });
    expect(Object.keys(body.paths)).toEqual([...new Set(REST_ROUTES.map(({ path }) => path))]);
    const { get } = body.paths['/client'];
    expect(get).toMatchObject({ operationId: 'clients.getOwn', 'x-scope': 'Read' });
    const { schema } = get.responses['200'].content['application/json'];
    expect(schema.properties.id).toEqual({ type: 'string', format: 'uuid' });
    expect(schema.properties.createdAt).toMatchObject({ type: 'string', format: 'date-time' });
  });
});
