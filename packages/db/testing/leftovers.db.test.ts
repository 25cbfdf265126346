import { withClient } from '@ultrathink/scripts/roles';
import { expect, inject, it } from 'vitest';
import { copyName, dropLeftovers, isAbandoned } from './leftovers.ts';

const { adminUrl } = inject('testServer');
const HOUR_MS = 3_600_000;

it('drops what a killed run left behind, and nothing that a run may still use', async () => {
  const now = Date.now();
  const [old, fresh] = [copyName(now - 3 * HOUR_MS), copyName(now)];
  const left = await withClient(adminUrl, async (client) => {
    for (const name of [old, fresh]) await client.query(`create database ${name}`);
    await dropLeftovers(client, now);
    const found = await client.query('select datname from pg_database where datname = any($1)', [
      [old, fresh],
    ]);
    await client.query(`drop database ${fresh}`);
    return found.rows;
  });
  expect(left).toEqual([{ datname: fresh }]);
});

it.each(['postgres', 'ultrathink', 'test_mine', 'test_of_something_else_0123456789ab', 'tests'])(
  'takes %s for nobody’s leftover',
  (name) => {
    expect(isAbandoned(name, Date.now() + 1_000_000 * HOUR_MS)).toBe(false);
  },
);
