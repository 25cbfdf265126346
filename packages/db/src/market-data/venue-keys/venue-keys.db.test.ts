/** The table by which keys of venues move stands twice: in the domain and in the database. */
import {
  VENUE_KEY_STATUSES,
  VENUE_KEY_TRANSITIONS,
  type VenueKeyStatus,
} from '@ultrathink/domain/market-data';
import { expect, it } from 'vitest';
import { openTestDatabase } from '../../../testing/index.ts';

const database = await openTestDatabase();

it('the database lets a key become what the domain lets it become, and nothing else', async () => {
  const pairs = VENUE_KEY_STATUSES.flatMap((from) => VENUE_KEY_STATUSES.map((to) => [from, to]));
  const rows = await database.sql<{ from: VenueKeyStatus; to: VenueKeyStatus; may: boolean }>(
    `select p ->> 0 as from, p ->> 1 as to, market_data.venue_key_may_become(p ->> 0, p ->> 1) as may
     from jsonb_array_elements($1::jsonb) as p`,
    [JSON.stringify(pairs)],
  );
  expect(rows).toHaveLength(VENUE_KEY_STATUSES.length ** 2);
  for (const { from, to, may } of rows) {
    expect([from, to, may]).toEqual([
      from,
      to,
      Object.values(VENUE_KEY_TRANSITIONS[from]).includes(to),
    ]);
  }
});

it('the database knows the domain’s statuses', async () => {
  const [row] = await database.sql<{ text: string }>(
    `select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'venue_key_status_known'`,
  );
  const known = [...(row?.text ?? '').matchAll(/'(\w+)'::text/g)].map(([, status]) => status);
  expect(known.sort()).toEqual([...VENUE_KEY_STATUSES].sort());
});
