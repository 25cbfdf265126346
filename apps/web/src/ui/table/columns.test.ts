import { describe, expect, it } from 'vitest';
import { type Column, defineColumns, headerText } from './columns.ts';

const column = (id: string): Column<object> => ({
  id,
  kind: 'text',
  header: id,
  value: () => null,
});

describe('column definitions', () => {
  it('refuse two columns of one name, because the address could not tell them apart', () => {
    expect(() => defineColumns([column('side'), column('side')])).toThrow('Two columns');
  });

  it('refuse a name that can not stand in an address', () => {
    expect(() => defineColumns([column('limit price')])).toThrow('in a URL');
  });

  it('name the unit of figures in the header', () => {
    const value = () => null;
    expect(headerText({ id: 'v', kind: 'money', header: 'Value', unit: 'USD', value })).toBe(
      'Value USD',
    );
    expect(headerText({ id: 'c', kind: 'bps', header: 'Cost', value })).toBe('Cost bps');
    expect(headerText({ id: 't', kind: 'time', header: 'Time UTC', value })).toBe('Time UTC');
  });
});
