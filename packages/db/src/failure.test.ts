import { describe, expect, it } from 'vitest';
import { classify } from './failure.ts';

const failed = (code: string, message = 'failed') => Object.assign(new Error(message), { code });
/** As Prisma wraps what its adapter wraps. */
const wrapped = (state: string) =>
  Object.assign(new Error('raw query failed'), {
    code: 'P2010',
    meta: { driverAdapterError: { cause: { originalCode: state } } },
  });

describe('a failure of the database', () => {
  it.each([
    ['40001', 'Conflict'],
    ['40P01', 'Conflict'],
    ['57014', 'TooSlow'],
    ['55P03', 'TooSlow'],
    ['25P03', 'TooSlow'],
    ['25P04', 'TooSlow'],
    ['23505', 'Constraint'],
    ['23514', 'Constraint'],
    ['42501', 'NotPermitted'],
    ['22021', 'NotText'],
    ['22P05', 'NotText'],
    ['57P03', 'Unavailable'],
    ['53100', 'Unavailable'],
    ['53300', 'Unavailable'],
    ['08006', 'OutcomeUnknown'],
    ['57P01', 'OutcomeUnknown'],
  ])('%s means %s, bare or wrapped', (state, code) => {
    expect(classify(failed(state))?.code).toBe(code);
    expect(classify(wrapped(state))?.code).toBe(code);
  });

  it.each([
    'Connection terminated unexpectedly',
    'Client has encountered a connection error and is not queryable',
  ])('"%s" leaves the outcome unknown', (message) => {
    expect(classify(new Error(message))).toEqual({ code: 'OutcomeUnknown' });
  });

  it('names the constraint', () => {
    const error = failed('23514', 'new row violates check constraint "money_is_positive"');
    expect(classify(error)).toEqual({ code: 'Constraint', constraint: 'money_is_positive' });
  });

  it('is nothing a bug could be taken for', () => {
    for (const bug of [new TypeError('x is undefined'), failed('42703'), 'text', undefined, null]) {
      expect(classify(bug)).toBeUndefined();
    }
  });
});
