import { expect, it } from 'vitest';
import { PERMISSIONS } from './procedures/permissions.ts';
import { appRouter } from './root.ts';

interface Walked {
  readonly _def: {
    readonly meta?: { readonly permission?: string };
    readonly output?: unknown;
    readonly type: 'query' | 'mutation' | 'subscription';
    readonly inputs: readonly unknown[];
  };
}

const procedures = Object.entries(appRouter._def.procedures) as unknown as [string, Walked][];

it('is walked: there are procedures', () => {
  expect(procedures.length).toBeGreaterThan(3);
});

it.each(procedures)('%s names one known permission and what it answers', (path, { _def }) => {
  expect(PERMISSIONS).toContain(_def.meta?.permission);
  expect(_def.output, `${path} has an output schema`).toBeDefined();
});

it.each(procedures.filter(([, { _def }]) => _def.type === 'mutation'))(
  '%s is an act, so it takes an input that names its intent',
  (_path, { _def }) => {
    expect(_def.inputs).not.toEqual([]);
  },
);
