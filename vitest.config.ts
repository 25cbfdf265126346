/**
 * Three projects over all workspaces: `unit` needs nothing but Node, `db` needs a PostgreSQL, which its
 * set-up starts, and `alone` is of files that run whole engines against a market that moves: one after the
 * other, when `db` is done. No retries: a test that fails sometimes is a fault.
 */
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const SOURCES = '{packages,apps,prisma,scripts,bench,e2e}/**';
const ALONE = '**/*.alone.db.test.ts';
const OF_A_DATABASE = {
  globalSetup: ['packages/db/testing/global-setup.ts'],
  // Long enough for a database to be copied while both cores are busy; never a pass.
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./apps/web/src', import.meta.url)) } },
  test: {
    retry: 0,
    // A bound for a busy machine: what is waited for comes in moments.
    expect: { poll: { timeout: 30_000 } },
    // Many tests wait for sockets and clocks: one more than two cores keeps both of them busy.
    maxWorkers: 3,
    exclude: [...configDefaults.exclude, '**/.next*/**', '**/.data/**'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [`${SOURCES}/*.test.{ts,tsx,mjs}`],
          exclude: [...configDefaults.exclude, '**/*.db.test.ts', '**/*.faults.test.mjs'],
          // A property of a second takes several where both cores are busy; never a pass.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...OF_A_DATABASE,
          name: 'db',
          include: [`${SOURCES}/*.db.test.ts`],
          exclude: [...configDefaults.exclude, ALONE],
          // A file has a database of its own; the modules it shares with the files that run in the same
          // process keep nothing. Loading them anew for each took a third of the stage.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          ...OF_A_DATABASE,
          name: 'alone',
          include: [`${SOURCES}/*.alone.db.test.ts`],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
