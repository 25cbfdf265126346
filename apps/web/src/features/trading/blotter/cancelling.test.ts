import type { IdempotencyKey } from '@ultrathink/domain/kernel';
import { expect, it } from 'vitest';
import type { OrderRow } from '../model.ts';
import {
  type Cancelling,
  cancelAll,
  cancelQuestion,
  type Outcome,
  ordersToCancel,
} from './cancelling.ts';

const row = (clOrdId: string, change: Partial<OrderRow> = {}) =>
  ({ clOrdId, parentClOrdId: null, ordStatus: 'New', ...change }) as OrderRow;
const waiting = (clOrdId: string, outcome: Outcome = { kind: 'Waiting' }): Cancelling => ({
  row: row(clOrdId),
  key: `key-${clOrdId}` as IdempotencyKey,
  outcome,
});

it('asks for each once, four at a time, and tells of each what came of it', async () => {
  const all = Array.from({ length: 11 }, (_, n) => waiting(`o${n}`));
  const told = new Map<string, Outcome>();
  let [under, most] = [0, 0];
  const asked: string[] = [];
  await cancelAll(
    all,
    async ({ row: { clOrdId }, key }) => {
      asked.push(key);
      under += 1;
      most = Math.max(most, under);
      await Promise.resolve();
      under -= 1;
      return clOrdId === 'o3'
        ? { kind: 'Refused', sentence: 'It has ended.' }
        : { kind: 'Asked', children: 1 };
    },
    (id, outcome) => told.set(id, outcome),
  );
  expect(asked.toSorted()).toEqual(all.map(({ key }) => key).toSorted());
  expect(most).toBe(4);
  expect([told.size, told.get('o3')?.kind, told.get('o4')?.kind]).toEqual([11, 'Refused', 'Asked']);
});

it('asks again under the same key for what nobody knows, and for nothing that was answered', async () => {
  const asked: string[] = [];
  const all = [
    waiting('a', { kind: 'Asked', children: 1 }),
    waiting('b', { kind: 'Unknown', sentence: 'No answer.' }),
    waiting('c', { kind: 'Refused', sentence: 'It has ended.' }),
  ];
  const ask = async ({ key }: Cancelling): Promise<Outcome> => {
    asked.push(key);
    return { kind: 'Asked', children: 0 };
  };
  await cancelAll(all, ask, () => undefined);
  expect(asked).toEqual(['key-b']);
});

it('of a chosen child cancels its order, each order once and none that has ended', () => {
  const working = [row('a'), row('b'), row('c', { ordStatus: 'Filled' })];
  const child = (id: string, parent: string) => row(id, { parentClOrdId: parent as never });
  const chosen = [child('a.1', 'a'), row('a'), child('c.1', 'c'), row('c')];
  expect(ordersToCancel(chosen, working).map(({ clOrdId }) => clOrdId)).toEqual(['a']);
});

it('names in numbers what is cancelled', () => {
  expect(cancelQuestion(14, 3)).toBe('Cancel 14 orders at 3 venues?');
  expect(cancelQuestion(1, 1)).toBe('Cancel this order at 1 venue?');
  expect(cancelQuestion(2, 0)).toBe('Cancel 2 orders? No venue has any of it.');
});
