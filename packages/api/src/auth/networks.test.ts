import { expect, it } from 'vitest';
import { isLetIn } from './networks.ts';

it.each([
  [[], '203.0.113.7', true],
  [['203.0.113.0/24'], '203.0.113.7', true],
  [['203.0.113.0/24'], '203.0.114.7', false],
  [['203.0.113.7'], '203.0.113.7', true],
  [['203.0.113.7/32'], '::ffff:203.0.113.7', true],
  [['2001:db8::/32'], '2001:db8::1', true],
  [['2001:db8::/32'], '203.0.113.7', false],
  [['fe80::/10'], 'fe80::1%eth0', true],
  [['nonsense'], '203.0.113.7', false],
  [['0.0.0.0/0'], 'nonsense', false],
] as const)('networks %j let %s in: %s', (networks, address, isIn) => {
  expect(isLetIn(networks, address)).toBe(isIn);
});
