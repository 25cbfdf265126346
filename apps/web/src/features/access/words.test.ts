import { describe, expect, it } from 'vitest';
import { actWords, pointerWords, rolesText, valueWords } from './words.ts';

describe('a payload in words', () => {
  const people = [{ id: 'p-1', name: 'Ines Okafor' }];

  it.each([
    ['/role', '"BreakGlass"', 'break-glass'],
    ['/person', '"p-1"', 'Ines Okafor'],
    ['/lifeMs', '7200000', '2 hours'],
    ['/until', 'null', 'none'],
    ['/networks/0', '"10.0.0.0/8"', '10.0.0.0/8'],
    ['/isMoving', 'true', 'yes'],
    ['/rules', '[1]', '[1]'],
    ['/ends', '"CANCEL_ALL"', 'cancel all'],
    ['/key/level', '"firm"', 'the whole firm'],
  ])('%s of %s reads %s', (pointer, json, words) => {
    expect(valueWords(pointer, json, people)).toBe(words);
  });

  it.each([
    ['/networks/0', 'networks 1'],
    ['/lifeMs', 'life'],
    ['/key/level', 'level'],
    ['/key', 'key'],
    ['/proposerRoles', 'proposer roles'],
    ['', 'the whole'],
  ])('%s is called %s', (pointer, words) => expect(pointerWords(pointer)).toBe(words));
});

it('a role somebody has twice is said once', () => {
  expect(rolesText(['Trader', 'Trader', 'Auditor'])).toBe('trader, auditor');
  expect(rolesText([])).toBe('no role');
});

it('what can be proposed is said without the word', () => {
  expect(actWords('access.proposeGrant')).toBe('roles');
  expect(actWords('risk.proposeResume')).toBe('trading resume');
});
