/** What a paper account has is kept as the journal is: by whoever leads its shard, and by nobody else. */
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { expect, it, onTestFinished } from 'vitest';
import { aLedShard, anId, openTestDatabase } from '../../testing/index.ts';
import { openEvidence } from './index.ts';

const database = await openTestDatabase();
const LONG_MS = 60_000;

it('A7-26 a paper account is not changed by a process that was stopped, and goes on after another took over', async () => {
  const { lease, leases, shard } = await aLedShard(database);
  const account = anId<VenueAccountId>();
  await database.sql(`do $$ begin
    alter table market_data.venue_account disable trigger user;
    insert into market_data.venue_account (id, venue, label, mode, shard, created_at, created_by)
      values ('${account}', 'kraken', 'paper', 'Paper', ${shard}, now(), '${anId()}');
    alter table market_data.venue_account enable trigger user;
  end $$`);
  const store = openEvidence(database.url('engine'));
  onTestFinished(() => store.close());
  await store.keepPaper(account, 'of the first', lease);
  const next = await leases.steal(shard, 'another', LONG_MS);
  await expect(store.keepPaper(account, 'of the stale one', lease)).rejects.toMatchObject({
    code: '55F01',
  });
  expect(await store.readPaper(account)).toBe('of the first');
  await store.keepPaper(account, 'of the next', next);
  expect(await store.readPaper(account)).toBe('of the next');
});
