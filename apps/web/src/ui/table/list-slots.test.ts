import { expect, it } from 'vitest';
import type { Column } from './columns.ts';
import { listSlots } from './list-slots.ts';

const value = () => null;
const column = (id: string, kind: 'text' | 'status' | 'time' | 'money'): Column<object> => ({
  id,
  kind,
  header: id,
  value,
});
const columns = [
  column('time', 'time'),
  column('client', 'text'),
  column('side', 'text'),
  column('value', 'money'),
  column('state', 'status'),
];

it('a narrow screen leads with the first words, state right, time below', () => {
  const slots = listSlots(columns);
  expect([slots.title?.id, slots.state?.id, slots.when?.id]).toEqual(['client', 'state', 'time']);
  expect(slots.details.map(({ id }) => id)).toEqual(['side', 'value']);
});

it('a column that asks for a place gets it, and one that asks for none is left out', () => {
  const asked = columns.map((one): Column<object> => {
    if (one.id === 'side') return { ...one, list: 'title' };
    return one.id === 'client' ? { ...one, list: 'hidden' } : one;
  });
  const slots = listSlots(asked);
  expect(slots.title?.id).toBe('side');
  expect(slots.details.map(({ id }) => id)).toEqual(['value']);
});
