import { expect, it } from 'vitest';
import { beforeOf } from './before-of.ts';

it('takes back what was changed, what was added and what was left out, in lists too', () => {
  const payload = JSON.stringify({
    level: 'client',
    limits: [{ kind: 'OrderValue', value: '250' }],
  });
  const changes = [
    { pointer: '/limits/0/kind', before: '"DailyLoss"' },
    { pointer: '/limits/0/value', before: '"400"' },
    { pointer: '/limits/1/kind', before: '"OrderValue"' },
    { pointer: '/limits/1/value', before: '"500"' },
    { pointer: '/level', before: null },
  ];
  expect(beforeOf(payload, changes)).toEqual({
    level: undefined,
    limits: [
      { kind: 'DailyLoss', value: '400' },
      { kind: 'OrderValue', value: '500' },
    ],
  });
});
