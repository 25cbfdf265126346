import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('begins nothing before what was asked for earlier has ended', async () => {
  const turns = new Turns();
  const told: string[] = [];
  const first = Promise.withResolvers<void>();
  const all = [
    turns.take(async () => {
      told.push('first begins');
      await first.promise;
      told.push('first ends');
    }),
    turns.take(async () => {
      told.push('second');
    }),
  ];
  await Promise.resolve();
  first.resolve();
  await Promise.all(all);
  expect(told).toEqual(['first begins', 'first ends', 'second']);
});

it('tells whoever asked of a failure, and goes on with the next', async () => {
  const turns = new Turns();
  const failed = turns.take(() => Promise.reject(new Error('no')));
  const next = turns.take(() => Promise.resolve('next'));
  await expect(failed).rejects.toThrow('no');
  expect(await next).toBe('next');
});
