import { describe, expect, it } from 'vitest';
import { changedParts, firstView, fitView } from './view.ts';
import { keepView, localViewStore, openView, viewId } from './view-store.ts';

const columns = [
  { id: 'time' },
  { id: 'order', always: true },
  { id: 'account', hiddenAtFirst: true },
];
const first = firstView(columns);

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      kept.set(key, value);
    },
  };
}

describe('a view', () => {
  it('is unchanged when hidden columns or filters were only made in another order', () => {
    const a = { ...first, hidden: ['time', 'account'] };
    expect(changedParts(a, { ...first, hidden: ['account', 'time'] })).toEqual([]);
  });

  it('names the parts that differ from the saved one', () => {
    const now = { ...first, quick: 'x', pinned: ['order'] };
    expect(changedParts(first, now)).toEqual(['quick', 'pinned']);
  });

  it('saved before a column existed shows the new column where it was meant to be', () => {
    const old = { ...first, order: ['order', 'gone', 'time'], hidden: ['gone', 'order'] };
    const fitted = fitView(old, columns);
    expect(fitted.order).toEqual(['order', 'time', 'account']);
    expect(fitted.hidden).toEqual(['account']);
  });
});

describe('saved views', () => {
  const asked = { ...first, sort: [{ id: 'time', descending: true }] };

  it('open as they were kept, also after another tab kept one', async () => {
    const storage = memory();
    await localViewStore(storage).save('orders', keepView(first, asked, { id: 'n', name: 'New' }));
    const [kept] = await localViewStore(storage).list('orders');
    expect(kept && changedParts(openView(first, kept), asked)).toEqual([]);
    expect(await localViewStore(storage).list('fills')).toEqual([]);
  });

  it('replace the one of the same id and tell who listens', async () => {
    const store = localViewStore(memory());
    let told = 0;
    const stop = store.subscribe(() => {
      told += 1;
    });
    await store.save('orders', keepView(first, asked, { id: 'n', name: 'New' }));
    await store.save('orders', keepView(first, asked, { id: 'n', name: 'Newer' }));
    stop();
    await store.remove('orders', 'other');
    expect((await store.list('orders')).map(({ name }) => name)).toEqual(['Newer']);
    expect(told).toBe(2);
  });

  it.each(['{', '{"a":1}', '[1,null,{"id":"x"}]', '[{"id":"","name":"x"}]'])(
    'read %s in the browser storage as no view',
    async (text) => {
      const store = localViewStore({ getItem: () => text, setItem: () => undefined });
      expect(await store.list('orders')).toEqual([]);
    },
  );

  it('get ids that can stand in an address and never clash', () => {
    expect(viewId('Large orders, over 1M', ['large-orders-over-1m'])).toBe(
      'large-orders-over-1m-2',
    );
    expect(viewId('!!', [])).toBe('view');
  });
});
