import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContext, type OpenServices, signInWithPassword } from '@ultrathink/api/demo';
import { aRequest, testServices } from '@ultrathink/api/testing';
import { openTestDatabase } from '@ultrathink/db/testing';
import { FIRM_ROLES } from '@ultrathink/domain/access';
import { afterAll, expect, it } from 'vitest';
import { CLIENTS, STAFF } from './cast.ts';
import { fillDemo } from './fill.ts';

const database = await openTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'fill-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'demo-people');

const services = testServices(database) as OpenServices;
const filled = await fillDemo(services, file);
const people = JSON.parse(readFileSync(file, 'utf8')).people as {
  readonly email: string;
  readonly password: string;
  readonly organisation: string;
}[];

const counts = () =>
  database.sql(`select (select count(*) from access.organisation)::int as organisations,
    (select count(*) from access.person where state = 'Active')::int as people,
    (select count(*) from access.role_grant)::int as grants,
    (select count(*) from clients.account)::int as accounts,
    (select count(*) from access.factor where confirmed_at is not null)::int as factors,
    (select count(*) from access.approval_policy)::int as policies`);

it('has a person for every role of the firm but break-glass, which nobody has for long', () => {
  const roles = new Set(STAFF.map(({ role }) => role));
  expect(FIRM_ROLES.filter((role) => !roles.has(role))).toEqual(['BreakGlass']);
  expect(filled).toEqual({ organisations: CLIENTS.length + 1, people: people.length, orders: 0 });
});

it('fills once: running it again changes nothing and keeps every log-in', async () => {
  const before = [await counts(), readFileSync(file, 'utf8')];
  await fillDemo(services, file);
  expect([await counts(), readFileSync(file, 'utf8')]).toEqual(before);
});

it('has things waiting for people, and things done', async () => {
  const rows = await database.sql<{ act: string; status: string }>(
    "select act, status from access.proposal where act like 'access.%' order by id",
  );
  expect(rows).toEqual([
    { act: 'access.proposeGrant', status: 'Executed' },
    { act: 'access.proposeAllowList', status: 'Pending' },
    { act: 'access.proposeGrant', status: 'Pending' },
    { act: 'access.proposeTradeKey', status: 'Pending' },
  ]);
});

it('lets everybody in with the password of the file, and nobody with another', async () => {
  const context = () => makeContext(services, aRequest(), { ...nobody });
  const nobody = {
    read: () => Promise.resolve(null),
    write: () => Promise.resolve(),
    clear: () => Promise.resolve(),
  };
  for (const { email, password } of [people.at(0), people.at(-1)].filter((p) => p !== undefined)) {
    const right = await signInWithPassword(context(), { email, password });
    expect(right.kind).toBe('LetIn');
    const wrong = await signInWithPassword(context(), { email, password: `${password}x` });
    expect(wrong.kind).toBe('Refused');
  }
});

it('keeps no name and no address of anybody in the clear', async () => {
  const [{ dump } = { dump: '' }] = await database.sql<{ dump: string }>(
    `select string_agg(convert_from(body, 'UTF8'), ' ') as dump from audit.event`,
  );
  for (const { email } of people) expect(dump).not.toContain(email);
  for (const { name } of STAFF) expect(dump).not.toContain(name);
});
