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

  it('name in the header what the cells leave out', () => {
    const value = () => null;
    expect(headerText({ id: 'v', kind: 'money', header: 'Value', unit: 'USD', value }, 'UTC')).toBe(
      'Value USD',
    );
    expect(headerText({ id: 'c', kind: 'bps', header: 'Cost', value }, 'UTC')).toBe('Cost bps');
    expect(headerText({ id: 't', kind: 'time', header: 'Time', value }, 'UTC')).toBe('Time UTC');
  });
});
