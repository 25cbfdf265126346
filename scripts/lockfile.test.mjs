import { describe, expect, it } from 'vitest';
import { driftFaults, lockfileFaults, rangeFaults } from './lib/lockfile.mjs';

const lock = (entries) => ({ packages: { '': {}, ...entries } });

describe('the lockfile is refused', () => {
  it('when a package has no hash', () => {
    const faults = lockfileFaults(lock({ 'node_modules/a': { version: '1.0.0' } }));
    expect(faults).toEqual(['node_modules/a has no integrity hash.']);
  });

  it('when a package has an address', () => {
    const entry = {
      version: '1.0.0',
      integrity: 'sha512-a',
      resolved: 'https://mirror.example/a.tgz',
    };
    expect(lockfileFaults(lock({ 'node_modules/a': entry }))).toEqual([
      'node_modules/a has the address https://mirror.example/a.tgz.',
    ]);
  });

  it.each(['^1.0.0', '~1.0.0', '1.x', 'latest', '*', 'git+ssh://a/b', 'npm:b@1.0.0'])(
    'when a version is no exact one: %s',
    (version) => {
      expect(rangeFaults('package.json', { dependencies: { a: version } })).toHaveLength(1);
    },
  );

  it('when a package.json asks for what it does not hold', () => {
    const locked = lock({ 'packages/db': { dependencies: { pg: '8.0.0' } } });
    const faults = driftFaults(locked, 'packages/db/package.json', {
      dependencies: { pg: '8.1.0' },
    });
    expect(faults).toHaveLength(1);
    expect(
      driftFaults(locked, 'packages/db/package.json', { dependencies: { pg: '8.0.0' } }),
    ).toEqual([]);
  });
});

describe('the lockfile is accepted', () => {
  it('with links to our own packages and packages within packages', () => {
    const entries = {
      'packages/db': { version: '0.1.0' },
      'node_modules/@ultrathink/db': { resolved: 'packages/db', link: true },
      'node_modules/npm/node_modules/b': { version: '1.0.0', inBundle: true },
      'node_modules/a': { version: '1.0.0-4.0edf323', integrity: 'sha512-a' },
    };
    expect(lockfileFaults(lock(entries))).toEqual([]);
    expect(rangeFaults('package.json', { dependencies: { a: '1.0.0-4.0edf323' } })).toEqual([]);
  });
});
