import { isPermission, permissionSpec } from '@ultrathink/domain/access';
import { expect, it } from 'vitest';
import type { Meta } from './procedures/meta.ts';
import { appRouter } from './root.ts';

interface Walked {
  readonly _def: {
    readonly meta?: Meta;
    readonly output?: unknown;
    readonly type: 'query' | 'mutation' | 'subscription';
    readonly inputs: readonly unknown[];
  };
}

const procedures = Object.entries(appRouter._def.procedures) as unknown as [string, Walked][];

it('is walked: there are procedures', () => {
  expect(procedures.length).toBeGreaterThan(3);
});

it.each(procedures)(
  'ASVS 8.1.1 %s names one known permission, of its own kind, and what it answers',
  (path, { _def }) => {
    const { permission = '', kind } = _def.meta ?? {};
    expect(kind, path).toBe(_def.type === 'mutation' ? 'act' : 'query');
    expect(_def.output, `${path} has an output schema`).toBeDefined();
    if (['public', 'signing-in', 'demo'].includes(permission)) return;
    expect(isPermission(permission), `${path}: ${permission}`).toBe(true);
    if (isPermission(permission)) {
      expect(permissionSpec(permission).kind, path).toBe(kind === 'act' ? 'Write' : 'Read');
    }
  },
);

it.each(procedures.filter(([, { _def }]) => _def.type === 'mutation'))(
  '%s is an act, so it takes an input that names its intent',
  (_path, { _def }) => {
    expect(_def.inputs).not.toEqual([]);
  },
);
