import { expect, it } from 'vitest';
import { actionWords, kindWords, partyWords, pathWords } from './words.ts';

it('an action reads as words, its context left to its own column', () => {
  expect(actionWords('access.invitePerson')).toBe('Invite person');
  expect(actionWords('approval.propose')).toBe('Propose');
});

it('acronyms keep their capitals', () => {
  expect(kindWords('ApiKey')).toBe('API key');
  expect(pathWords(['ipAllowList'])).toBe('IP allow list');
});

it('a path names places in lists from 1', () => {
  expect(pathWords(['rules', '0', 'minApprovals'])).toBe('Rules 1, min approvals');
  expect(pathWords([])).toBe('The whole');
});

it('a person whose name was erased is told by kind and id, never left blank', () => {
  const id = '0199f3aa-1111-7222-8333-444455556666';
  expect(partyWords({ kind: 'Person', id, name: null })).toMatch(/^Person 0199.+6666$/);
  expect(partyWords({ kind: 'Person', id, name: 'E. Varga' })).toBe('E. Varga');
});

it('a part of the platform is named by its role, and pages by no role of the database', () => {
  const named = (name: string | null) => partyWords({ kind: 'System', id: 'p', name });
  expect([named('jobs'), named('engine'), named('app_staff'), named(null)]).toEqual([
    'Jobs',
    'Engine',
    'System',
    'System',
  ]);
});
