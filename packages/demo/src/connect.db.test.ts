import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenServices } from '@ultrathink/api/demo';
import { testServices } from '@ultrathink/api/testing';
import { openTestDatabase, startSealing } from '@ultrathink/db/testing';
import { afterAll, expect, it } from 'vitest';
import { letEngineWork } from '../testing/world.ts';
import { connectVenues } from './connect.ts';
import { fillDemo } from './fill.ts';

const database = await openTestDatabase();
const folder = mkdtempSync(join(tmpdir(), 'connect-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'demo-people');
const services = testServices(database) as OpenServices;
await fillDemo(services, file);
const { people } = JSON.parse(readFileSync(file, 'utf8'));

const connect = (looksMost: number) => {
  let rounds = 0;
  const wait = async () => {
    rounds += 1;
    // The engine starts after the first look, as it does in a demo.
    if (rounds === 2) await startSealing(database);
    await letEngineWork(database);
  };
  return connectVenues(services, people, { looksMost, wait });
};

const keys = () =>
  database.sql<{ venue: string; status: string }>(
    `select a.venue, k.status from market_data.venue_key k
     join market_data.venue_account a on a.id = k.venue_account_id order by 1`,
  );

it('connects the simulated venues by what people do, each step an event of the trail', async () => {
  expect(await connect(60)).toBe(3);
  expect(await keys()).toEqual([
    { venue: 'binance', status: 'Active' },
    { venue: 'coinbase', status: 'Active' },
    { venue: 'kraken', status: 'Active' },
  ]);
  const rows = await database.sql<{ action: string; n: number }>(
    `select action, count(*)::int as n from audit.event where action like 'venues.%' group by 1 order by 1`,
  );
  expect(rows).toEqual([
    { action: 'venues.activateKey', n: 3 },
    { action: 'venues.createAccount', n: 3 },
    { action: 'venues.proposeKey', n: 3 },
    { action: 'venues.publishSealKey', n: 1 },
    { action: 'venues.submitKey', n: 3 },
  ]);
});

it('leaves alone what people made of it since', async () => {
  await database.sql(
    `update market_data.venue_key set status = 'Suspended' where status = 'Active'`,
  );
  expect(await connect(60)).toBe(3);
  expect((await keys()).map(({ status }) => status)).toEqual([
    'Suspended',
    'Suspended',
    'Suspended',
  ]);
});
