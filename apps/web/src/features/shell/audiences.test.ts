import { expect, it } from 'vitest';
import { audienceOf, pageAt } from './audiences.ts';

it('a page under a page belongs to the nearest of them', () => {
  const compliance = audienceOf('compliance');
  expect(pageAt(compliance, '/compliance')?.label).toBe('Overview');
  expect(pageAt(compliance, '/compliance/audit')?.label).toBe('Audit');
  expect(pageAt(compliance, '/compliance/audit/checkpoints')?.label).toBe('Audit');
});

it('an address that only begins alike belongs to no page', () => {
  expect(pageAt(audienceOf('compliance'), '/compliance-old')).toBeUndefined();
});
