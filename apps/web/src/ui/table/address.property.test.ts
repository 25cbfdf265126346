import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDRESS_KEYS, type Address, addressOf, viewAt } from './address.ts';
import { type ColumnFilter, changedParts, firstView, fitView, type TableView } from './view.ts';

const IDS = ['time', 'order', 'client', 'limit-price', 'qty'] as const;
const columns = IDS.map((id) => ({ id, always: id === 'order' }));

const text = fc.string({ minLength: 1, maxLength: 12 });
const bound = fc.constantFrom('10', '-0.5', '2026-11-21T09:41:05.123Z', '2026-11-20');
const filter: fc.Arbitrary<ColumnFilter> = fc.oneof(
  text.map((words) => ({ kind: 'has' as const, text: words })),
  fc.array(text, { minLength: 1, maxLength: 4 }).map((values) => ({ kind: 'in' as const, values })),
  fc
    .tuple(fc.option(bound), fc.option(bound))
    .filter(([from, to]) => from !== null || to !== null)
    .map(([from, to]) => ({ kind: 'range' as const, from, to })),
);
const view: fc.Arbitrary<TableView> = fc
  .record({
    sort: fc.uniqueArray(fc.record({ id: fc.constantFrom(...IDS), descending: fc.boolean() }), {
      selector: ({ id }) => id,
    }),
    quick: fc.string({ maxLength: 20 }),
    filters: fc.dictionary(fc.constantFrom(...IDS), filter),
    order: fc.shuffledSubarray([...IDS], { minLength: IDS.length }),
    hidden: fc.subarray([...IDS]),
    pinned: fc.subarray([...IDS]),
    widths: fc.dictionary(fc.constantFrom(...IDS), fc.integer({ min: 40, max: 1200 })),
    density: fc.constantFrom('compact' as const, 'comfortable' as const),
  })
  .map((made) => fitView(made, columns));

describe('the address of a table', () => {
  it('leads back to the very view it was made from, whatever saved view it stands on', () => {
    fc.assert(
      fc.property(view, view, (base, now) => {
        expect(changedParts(viewAt(base, addressOf(base, now)), now)).toEqual([]);
      }),
    );
  });

  it('is empty when nothing was changed', () => {
    fc.assert(
      fc.property(view, (now) => {
        expect(Object.values(addressOf(now, { ...now })).every((part) => part === null)).toBe(true);
      }),
    );
  });

  it('survives any garbage and still names only columns that exist', () => {
    const part = fc.option(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'~!,;=:.-*|a') })),
    );
    const garbage = fc.record(
      Object.fromEntries(ADDRESS_KEYS.map((key) => [key, part])),
    ) as fc.Arbitrary<Address>;
    fc.assert(
      fc.property(garbage, (address) => {
        const read = fitView(viewAt(firstView(columns), address), columns);
        expect([...read.order].sort()).toEqual([...IDS].sort());
        expect(read.hidden).not.toContain('order');
        for (const { id } of read.sort) expect(IDS).toContain(id);
      }),
    );
  });

  it('reads like a sentence', () => {
    const base = firstView(columns);
    const now: TableView = {
      ...base,
      sort: [{ id: 'time', descending: true }],
      quick: 'osprey',
      filters: {
        client: { kind: 'in', values: ['Osprey Bank', 'Tarn; Digital'] },
        qty: { kind: 'range', from: '10', to: null },
      },
      hidden: ['limit-price'],
      pinned: ['order'],
    };
    expect(addressOf(base, now)).toEqual({
      sort: '-time',
      q: 'osprey',
      f: 'client=Osprey Bank|Tarn!; Digital;qty:10..',
      cols: 'time,order*,client,-limit-price,qty',
      w: null,
      rows: null,
    });
  });
});
