import type { ClientId, PersonId } from '@ultrathink/domain/kernel';
import type { MailJob } from '@ultrathink/domain/operations';
import { expect, it } from 'vitest';
import { aClientsActor, anActor, anId, openTestDatabase } from '../../testing/index.ts';
import type { Actor } from '../actor.ts';
import { enter } from '../actor.ts';
import { sendMail } from './mail.ts';

const database = await openTestDatabase();
const HALDEN = anId<ClientId>();
const [ORGANISATION, PERSON] = [anId(), anId<PersonId>()];
await database.sql(`insert into clients.client (client_id, name) values ('${HALDEN}', 'Halden')`);
await database.sql(`insert into access.organisation (id, kind, client_id, name)
  values ('${ORGANISATION}', 'Client', '${HALDEN}', 'Halden')`);
await database.sql(`insert into access.person (id, organisation_id, client_id, state, email_hash, personal)
  values ('${PERSON}', '${ORGANISATION}', '${HALDEN}', 'Invited', sha256('a'), 'b')`);

const invitation = (personId: PersonId): MailJob => ({
  version: 1,
  template: 'invitation',
  personId,
});

const send = (role: 'app_client' | 'app_staff' | 'app_identity', actor: Actor, mail: MailJob) =>
  database.as(role).prisma.$transaction(async (tx) => {
    await enter(tx, actor);
    await sendMail(tx, mail);
  });

it('is asked for within a transaction by every part of the web, and undone with it', async () => {
  await send('app_client', aClientsActor(HALDEN), invitation(PERSON));
  await send('app_staff', anActor(), invitation(PERSON));
  await send('app_identity', anActor({ kind: 'Identity' }), invitation(PERSON));
  const undone = database.as('app_staff').prisma.$transaction(async (tx) => {
    await sendMail(tx, invitation(PERSON));
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  const sent = await database.sql<{ data: MailJob; state: string }>(
    `select data, state from pgboss.job where name = 'send-mail'`,
  );
  expect(sent).toEqual(Array(3).fill({ data: invitation(PERSON), state: 'created' }));
});

it("is not sent by a client to another's people", async () => {
  const foreign = send('app_client', aClientsActor(), invitation(PERSON));
  await expect(foreign).rejects.toThrow(/does not see/);
});
