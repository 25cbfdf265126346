/** The trial's table says of each fault what it came to, and of none that it passed which was not tried. */
import { expect, it } from 'vitest';
import { casesOf } from './lib/fault-cases.mjs';
import { faultTable } from './lib/fault-table.mjs';

it('says of each fault what it came to, how long it took, and how many were not tried', () => {
  const table = faultTable([
    { name: 'kill -9 of web', seconds: 2.04, became: 'started again by the demo' },
    { name: 'A7-1', seconds: 11, became: 'FAILED: a row is gone' },
    { name: 'a reset', seconds: 0, became: 'not tried' },
  ]);
  expect(table.split('\n')).toEqual([
    'ok  kill -9 of web     2.0 s  started again by the demo',
    'NO  A7-1              11.0 s  FAILED: a row is gone',
    '--  a reset                   not tried',
    '',
    '1 passed, 1 failed, 1 not tried',
  ]);
});

it('each of the first ten faults of the catalogue is made to happen to real processes', () => {
  for (let n = 1; n <= 10; n += 1) {
    const names = casesOf([`A7-${n}`]).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith(`A7-${n} `))).toHaveLength(1);
    expect(names[0]).toBe('a first start, from an empty folder');
  }
});

it('a fault that there is not is said, with those that there are', () => {
  expect(() => casesOf(['A7-99'])).toThrow(/no fault A7-99/);
});
