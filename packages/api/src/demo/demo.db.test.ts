import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { FactorId } from '@ultrathink/domain/access';
import { addMs, fromEpochMs, type PersonId, toEpochMs } from '@ultrathink/domain/kernel';
import { afterAll, describe, expect, it } from 'vitest';
import { aContext, testServices } from '../../testing/index.ts';
import { newTotpSecret, sealTotp, timeStepOf } from '../auth/totp.ts';
import { appRouter } from '../root.ts';

const database = await openTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const secret = newTotpSecret();
const ines = {
  id: anId<PersonId>(),
  name: 'Ines Okafor',
  email: 'ines@aldermoor.example',
  password: 'a-password',
  totpSecret: secret,
  organisation: 'Aldermoor',
  audience: 'operations',
  role: 'administrator',
};
const peopleFile = join(folder, 'demo-people');
writeFileSync(peopleFile, JSON.stringify({ version: 1, people: [ines] }));

const start = fromEpochMs(1_795_254_000_000);
let now = start;
const services = testServices(database, {
  demo: { peopleFile, mailFolder: folder },
  clock: { now: () => now, monotonicMs: () => 0 },
});
const demo = (changes = services) => appRouter.createCaller(aContext(changes)).demo;

const factor = { id: anId<FactorId>(), person: ines.id };
const sealed = sealTotp(services.ring, factor, secret);
await database.sql(
  `insert into access.organisation (id, kind, name) values ('${anId()}', 'Firm', 'A')`,
);
await database.sql(`insert into access.person (id, organisation_id, state, email_hash, personal)
  select '${ines.id}', id, 'Active', sha256('a'), 'b' from access.organisation`);
await database.sql(
  `insert into access.factor (id, person_id, kind, name, secret, created_at, confirmed_at)
   values ($1, $2, 'Totp', 'App', $3, now(), now())`,
  [factor.id, ines.id, Buffer.from(sealed)],
);

it('lists whom one can sign in as, without what makes the codes', async () => {
  const people = await demo().people();
  expect(people).toMatchObject([{ name: 'Ines Okafor', password: 'a-password' }]);
  expect(JSON.stringify(people)).not.toContain(secret);
});

it('ASVS 6.5.1 shows a code that was not used yet, and says when there is none', async () => {
  const judged = async () => {
    const [row] = await database.sql<{ last: string | null }>(
      `select last_time_step::text as last from access.factor where id = '${factor.id}'`,
    );
    const lastTimeStep = row?.last === null || row === undefined ? null : Number(row.last);
    const { code, secondsLeft } = await demo().currentCode({ email: ines.email });
    if (code === null) return { secondsLeft };
    const stored = { ...factor, secret: sealed, lastTimeStep };
    const step = timeStepOf(services.ring, stored, code, now);
    await database.sql(
      `update access.factor set last_time_step = ${step ?? 0} where id = '${factor.id}'`,
    );
    return { step, secondsLeft };
  };
  const first = toEpochMs(start) / 30_000;
  expect(await judged()).toEqual({ step: first, secondsLeft: 30 });
  expect(await judged()).toEqual({ step: first + 1, secondsLeft: 60 });
  expect(await judged()).toEqual({ secondsLeft: 30 });
  now = addMs(start, 30_000);
  expect(await judged()).toMatchObject({ step: first + 2 });
});

describe('mails that were not sent', () => {
  const id = '5b9f6c58-6d0e-4a3e-9a8e-0d9f3f1b2c3d';
  const mail = {
    id,
    at: start,
    to: { name: 'Ines', address: ines.email },
    subject: 'You are invited',
    text: 'Dear Ines,\n\nhttp://localhost:3000/invitation#token\n\nThat is all.\n',
    html: '<p>',
  };
  writeFileSync(join(folder, `${toEpochMs(start)}-${id}.json`), JSON.stringify(mail));
  writeFileSync(join(folder, `0000000000001-${id.replace('5', '6')}.json`), '{"half":');

  it('are listed and read, with the address their link leads to', async () => {
    expect(await demo().mails()).toEqual([
      { id, at: start, to: mail.to, subject: 'You are invited' },
    ]);
    const link = 'http://localhost:3000/invitation#token';
    expect(await demo().mail({ id })).toMatchObject({ text: mail.text, link });
  });

  it.each(['../../../etc/passwd', '..', id.replace('5', '7')])(
    '%s is none of them',
    async (other) => {
      await expect(demo().mail({ id: other })).rejects.toMatchObject({
        code: expect.stringMatching(/BAD_REQUEST|NOT_FOUND/),
      });
    },
  );
});

it('ASVS 13.4.2 tells nobody else anything', async () => {
  const asked = [
    [testServices(database, { deployment: 'PRODUCTION' }), {}, 'NOT_FOUND'],
    [services, { peer: 'Elsewhere' as const }, 'FORBIDDEN'],
  ] as const;
  for (const [held, request, code] of asked) {
    const caller = appRouter.createCaller(aContext(held, { request })).demo;
    await expect(caller.people()).rejects.toMatchObject({ code });
    await expect(caller.mails()).rejects.toMatchObject({ code });
    await expect(caller.currentCode({ email: ines.email })).rejects.toMatchObject({ code });
  }
});
