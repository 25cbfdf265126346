import { openTestDatabase } from '@ultrathink/db/testing';
import { describe, expect, it } from 'vitest';
import { aPlatform } from '../../testing/platform.ts';

const database = await openTestDatabase();
const at = await aPlatform(database);
const { halden, osprey } = at;
const ours = await at.person(halden, 'ClientAdministrator');

describe('ASVS 8.4.1 the people of another client', () => {
  it('are not there: neither read, nor shut out, nor tried, by any id of theirs', async () => {
    const person = await at.person(osprey, 'ClientTrader');
    await at.as(person, osprey);
    const [session] = await database.sql<{ id: string }>(
      'select id from access.session where person_id = $1',
      [person],
    );
    const [grant] = await database.sql<{ id: string }>(
      'select id from access.role_grant where person_id = $1',
      [person],
    );
    const { access } = await at.as(ours, halden);
    const reason = 'Not mine.';
    const wish = { ...at.key(), personId: person, reason };
    const attempts = [
      access.getPerson({ personId: person }),
      access.listPeople({ organisationId: osprey.id }),
      access.listSessions({ personId: person }),
      access.listApiKeys({ organisationId: osprey.id }),
      access.review({ organisationId: osprey.id }),
      access.review({ organisationId: null }),
      access.tryPermission({
        personId: person,
        permission: 'risk.halt',
        about: { kind: 'Client', clientId: osprey.client },
      }),
      access.suspendPerson(wish),
      access.endAllSessions(wish),
      access.proposeFactorReset(wish),
      access.proposeErasure(wish),
      access.endSession({ ...at.key(), sessionId: session?.id as never, reason }),
      access.endGrant({ ...at.key(), grantId: grant?.id as never, reason }),
      access.invitePerson({
        ...at.key(),
        organisationId: osprey.id,
        name: 'Mole',
        email: 'mole@example.com',
      }),
    ];
    const answers = await Promise.allSettled(attempts);
    expect(
      answers.map((answer) => answer.status === 'rejected' && answer.reason.publicCode),
    ).toEqual(attempts.map(() => 'NotFound'));
    const open = await database.sql(
      'select id from access.session where person_id = $1 and ended_at is null',
      [person],
    );
    expect(open).toHaveLength(1);
  });
});
