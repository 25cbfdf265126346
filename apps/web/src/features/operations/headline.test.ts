import { expect, it } from 'vitest';
import { headline, type Known } from './headline.ts';

const well: Known = {
  line: 'live',
  engine: 'Connected',
  checks: new Map([
    ['database', 'Up'],
    ['jobs', 'Up'],
  ]),
};

it('says that everything runs only when each part has said so', () => {
  expect(headline(well).sentence).toBe('Everything runs.');
  expect(headline({ ...well, engine: null }).sentence).toBe('The state is being read.');
  expect(headline({ ...well, checks: null }).sentence).toBe('The state is being read.');
});

it('leads with a lost line, because then nothing else is known', () => {
  const lost = { ...well, line: 'reconnecting', engine: 'Reconnecting' } as const;
  expect(headline(lost).sentence).toContain('lost its line');
});

it('names the part that is away, and what is safe', () => {
  expect(headline({ ...well, engine: 'Reconnecting' })).toEqual({
    sentence: 'The engine is not connected.',
    detail: 'Nothing is sent to it meanwhile. Its figures are the last ones heard.',
  });
  const noDatabase = { ...well, checks: new Map([['database', 'Down'] as const]) };
  expect(headline(noDatabase).sentence).toBe('The database does not answer.');
});

it('tells late jobs from jobs that have not begun', () => {
  const jobs = (state: 'Degraded' | 'Unknown') =>
    headline({ ...well, checks: new Map([['database', 'Up'] as const, ['jobs', state] as const]) });
  expect(jobs('Degraded').sentence).toBe('Jobs are late. The engine runs.');
  expect(jobs('Unknown').sentence).toContain('have not reported yet');
});
