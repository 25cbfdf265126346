/** Saved views of tables: one's own, and what colleagues share with a role. */
import { anId, openTestDatabase } from '@ultrathink/db/testing';
import type { Grant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import {
  addMs,
  type ClientId,
  type IdempotencyKey,
  type PersonId,
} from '@ultrathink/domain/kernel';
import { systemClock } from '@ultrathink/runtime';
import { describe, expect, it } from 'vitest';
import {
  aCaller,
  aClientHouse,
  aContext,
  aPerson,
  type House,
  testServices,
} from '../../../testing/index.ts';
import { appRouter } from '../../root.ts';

const database = await openTestDatabase();
const now = systemClock.now();
const services = testServices(database, {});
const halden: House = await aClientHouse(database, 'Halden');
const brixen: House = await aClientHouse(database, 'Brixen');

const NOTHING = { sort: null, q: null, f: null, cols: null, w: null, rows: null };
const intent = () => ({ idempotencyKey: anId<IdempotencyKey>() });

/** Somebody of the house with this role, as the procedures know them and in the database alike. */
async function at(house: House, role: Role) {
  const { id: person } = await aPerson(database, services, house, { role, hasPassword: false });
  const client = house.clientId as ClientId;
  const organisation = { kind: 'Client', id: house.id as OrganisationId, client } as const;
  const grant: Grant = {
    ...{
      id: anId<GrantId>(),
      person: person as PersonId,
      organisation,
      role: role as 'ClientTrader',
    },
    ...{ from: addMs(now, -60_000), until: null, grantedBy: 'Installation' },
  };
  const caller = aCaller(person, organisation, [grant]);
  const { access } = appRouter.createCaller(aContext(services, { caller }));
  return {
    save: (id: string, change: { name?: string; sharedWith?: Role[]; table?: string } = {}) =>
      access.saveView({
        ...{ table: 'orders', id, name: 'Mine', address: NOTHING, sharedWith: [] },
        ...change,
        ...intent(),
      }),
    remove: (id: string) => access.removeView({ table: 'orders', id, ...intent() }),
    names: async (table = 'orders') =>
      (await access.listViews({ table })).views.map(({ id, name, sharedBy }) => [
        id.split('~')[0],
        name,
        sharedBy !== null,
      ]),
  };
}

describe('a saved view', () => {
  it('ASVS 8.2.2 is its owner’s alone, of its table alone, until it is shared', async () => {
    const [mine, colleague] = [await at(halden, 'ClientTrader'), await at(halden, 'ClientTrader')];
    await mine.save('asia', { name: 'Asia' });
    await mine.save('asia', { name: 'Asia, late' });
    expect(await mine.names()).toEqual([['asia', 'Asia, late', false]]);
    expect([await mine.names('executions'), await colleague.names()]).toEqual([[], []]);
  });

  it('ASVS 8.2.2 is shown to holders of the role it is shared with, in this organisation and no other', async () => {
    const owner = await at(brixen, 'ClientAdministrator');
    await owner.save('close', { name: 'Close', sharedWith: ['ClientTrader'] });
    const shown = [['close', 'Close', true]];
    expect(await (await at(brixen, 'ClientTrader')).names()).toEqual(shown);
    expect(await (await at(brixen, 'ClientViewer')).names()).toEqual([]);
    expect(await (await at(halden, 'ClientTrader')).names()).toEqual([]);
    await owner.remove('close');
    expect(await (await at(brixen, 'ClientTrader')).names()).toEqual([]);
  });

  it('of somebody else can be neither written over nor removed by those who see it', async () => {
    const [owner, reader] = [
      await at(brixen, 'ClientAdministrator'),
      await at(brixen, 'ClientTrader'),
    ];
    await owner.save('late', { name: 'Theirs', sharedWith: ['ClientTrader'] });
    await expect(reader.remove('late')).rejects.toMatchObject({ publicCode: 'NotFound' });
    await reader.save('late', { name: 'My own' });
    expect(await owner.names()).toEqual([['late', 'Theirs', false]]);
    expect(await reader.names()).toEqual([
      ['late', 'My own', false],
      ['late', 'Theirs', true],
    ]);
  });

  it('is refused for a role of the firm, a table that is none, and beyond fifty of a table', async () => {
    const mine = await at(halden, 'ClientTrader');
    const refused = { publicCode: 'InvalidInput' };
    await expect(mine.save('a', { sharedWith: ['Trader'] })).rejects.toMatchObject(refused);
    await expect(mine.save('a', { table: 'Orders!' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    for (let count = 1; count <= 50; count += 1) await mine.save(`view-${count}`);
    await expect(mine.save('view-51')).rejects.toMatchObject({ publicCode: 'Conflict' });
    await mine.save('view-50', { name: 'Still its own' });
  });
});
