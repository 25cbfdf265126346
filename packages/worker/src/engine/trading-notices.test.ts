import { readFromEngine } from '@ultrathink/domain/engine';
import type { Decided } from '@ultrathink/domain/engine/core';
import { ALPHA, aWish, qty } from '@ultrathink/domain/engine/core/testing';
import type { ProcessId } from '@ultrathink/domain/kernel';
import { createSystemIds } from '@ultrathink/runtime';
import { expect, it } from 'vitest';
import { aShell } from '../../testing/a-shell.ts';
import { noticesOf } from './trading-notices.ts';

async function decided(): Promise<readonly Decided[]> {
  const shell = aShell();
  shell.run.ask(shell.command({ act: 'PlaceOrder', wish: aWish({ orderQty: qty('25') }) }));
  await shell.settled();
  const key = { level: 'client', scope: ALPHA } as const;
  shell.run.ask(shell.command({ act: 'Kill', key, grade: 'HALT_NEW', why: 'a test' }));
  await shell.settled();
  return shell.committed;
}

it('tell of every order, balance and state that a batch changed, each once, as the contract has them', async () => {
  const notices = noticesOf(await decided());
  const topics = Map.groupBy(notices, ({ body }) => body.topic);
  expect(topics.get('trading.orders')?.length, 'a parent and its children').toBeGreaterThan(1);
  expect(topics.get('trading.balances')?.length, 'each place where it holds').toBeGreaterThan(0);
  expect(topics.get('trading.states')).toHaveLength(1);
  const keys = notices.map(({ key, body }) => `${body.topic} ${key}`);
  expect(new Set(keys).size).toBe(keys.length);
  const run = createSystemIds().next<ProcessId>();
  for (const notice of notices) {
    const frame = JSON.stringify({ type: 'notice', shard: 0, run, sequence: 1, ...notice });
    const read = readFromEngine(frame);
    expect(read.ok ? 'read' : read.error.detail).toBe('read');
  }
});

it('8.2.2 belong to the client whose order, money or state it is, and to no other', async () => {
  const notices = noticesOf(await decided());
  expect(new Set(notices.map(({ clientId }) => clientId))).toEqual(new Set([ALPHA]));
});
