import { expect, it } from 'vitest';
import { worstHealth } from './index.ts';

it('takes the worst of several states', () => {
  expect(worstHealth(['Up', 'Degraded', 'Up'])).toBe('Degraded');
  expect(worstHealth(['Down', 'Unknown'])).toBe('Down');
  expect(worstHealth(['Up'])).toBe('Up');
});

it('counts what is not known as worse than what is known to limp', () => {
  expect(worstHealth(['Unknown', 'Degraded'])).toBe('Unknown');
  expect(worstHealth([])).toBe('Unknown');
});
