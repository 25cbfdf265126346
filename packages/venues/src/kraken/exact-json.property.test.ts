import { unwrap } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainNumber, readExactJson } from './exact-json.ts';

const read = (text: string) => unwrap(readExactJson(text));

describe('numbers in JSON', () => {
  it('keep every digit, trailing zeros included', () => {
    expect(read('{"price":45283.50,"qty":0.10000000,"id":13834774380200032777}')).toEqual({
      price: '45283.50',
      qty: '0.10000000',
      id: '13834774380200032777',
    });
  });

  it('with an exponent are written out', () => {
    const written = ['1e-08', '1E-8', '1.5e3', '1.25e1', '-2.5e-3', '0e0', '12e0'].map(plainNumber);
    const plain = ['0.00000001', '0.00000001', '1500', '12.5', '-0.0025', '0', '12'];
    expect(written).toEqual(plain);
  });

  it('any number written by JavaScript is the same number when it is read back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(read(JSON.stringify(value)))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('nothing else of a document is changed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const numbersAsText = JSON.parse(text, (_, one) =>
          typeof one === 'number' ? plainNumber(JSON.stringify(one)) : one,
        );
        expect(read(text)).toEqual(numbersAsText);
      }),
    );
  });

  it('what is no JSON is refused', () => {
    for (const text of ['', '{', '<html>', '{"a":01}', '{"a":NaN}']) {
      expect(readExactJson(text).ok, text).toBe(false);
    }
  });
});
