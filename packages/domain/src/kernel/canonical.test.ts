import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalDigest, canonicalJson } from './canonical.ts';
import { decimal } from './decimal.ts';
import { unwrap } from './result.ts';

const written = (value: unknown) => unwrap(canonicalJson(value));

/** The published vectors of RFC 8785 and of its reference implementation, fractions apart. */
describe('RFC 8785', () => {
  test('section 3.2.2: text and literals', () => {
    const input = JSON.parse(
      String.raw`{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );
    expect(written(input)).toBe(
      String.raw`{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('section 3.2.3: members are sorted by UTF-16 code units', () => {
    const input = JSON.parse(
      String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return",
      "\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
      "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control",
      "\u00f6":"Latin Small Letter O With Diaeresis"}`,
    );
    const order = Object.values(JSON.parse(written(input).replace('"1":', '"\\u00001":')));
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  test.each([
    ['arrays', '[56,{"d":true,"10":null,"1":[ ]}]', '[56,{"1":[],"10":null,"d":true}]'],
    [
      'french',
      '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}',
      '{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST","sin":"ignore locale"}',
    ],
    [
      'structures',
      '{"1":{"f":{"f":"hi","F":5},"\\n":56.0},"10":{},"":"empty","a":{},"111":[{"e":"yes","E":"no"}],"A":{}}',
      '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}',
    ],
    ['unicode', '{"Unnormalized Unicode":"A\\u030a"}', '{"Unnormalized Unicode":"A\u030a"}'],
  ])('the vector %s', (_name, input, expected) => {
    expect(written(JSON.parse(input))).toBe(expected);
  });

  test('integers to the edges of 2^53', () => {
    expect(written([0, -0, 9007199254740991, -9007199254740991])).toBe(
      '[0,0,9007199254740991,-9007199254740991]',
    );
  });
});

describe('refusals name the place', () => {
  const refusal = (value: unknown) => {
    const result = canonicalJson(value);
    return result.ok ? undefined : result.error;
  };

  test('a fraction, NaN and a number too large to be exact', () => {
    const error = { code: 'NotAnInteger', pointer: '/legs/0/price' };
    for (const price of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(refusal({ legs: [{ price }] })).toEqual(error);
    }
  });

  test('whatever JSON.stringify would drop or change in silence', () => {
    const hole: unknown[] = [1];
    hole.length = 2;
    for (const value of [
      undefined,
      () => 1,
      1n,
      Symbol('a'),
      new Date(0),
      new Map(),
      decimal('1'),
    ]) {
      expect(refusal({ 'a/b~c': value })).toEqual({ code: 'NotCanonical', pointer: '/a~1b~0c' });
    }
    expect(refusal(hole)).toEqual({ code: 'NotCanonical', pointer: '/1' });
  });

  test('half a surrogate pair, in a value and in a name', () => {
    expect(refusal(['\ud83d'])).toEqual({ code: 'LoneSurrogate', pointer: '/0' });
    expect(refusal({ '\udead': 1 })?.code).toBe('LoneSurrogate');
  });

  test('nesting without end', () => {
    const endless: unknown[] = [];
    endless.push(endless);
    expect(refusal(endless)?.code).toBe('TooDeep');
  });
});

const json = fc
  .jsonValue({ noUnicodeString: false, maxDepth: 4 })
  .filter((v) => canonicalJson(v).ok);

test('the same value gives the same text, whatever the order of its members', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    const turned = Object.entries(value).reverse();
    return Object.fromEntries(turned.map(([key, member]) => [key, reversed(member)]));
  };
  fc.assert(
    fc.property(json, (value) => {
      expect(written(reversed(value))).toBe(written(value));
    }),
  );
});

test('the text reads back as the value', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.stringify(JSON.parse(written(value)))).toBe(
        JSON.stringify(JSON.parse(written(JSON.parse(JSON.stringify(value))))),
      );
    }),
  );
});

test('the digest is of the UTF-8 bytes', () => {
  const bytes = unwrap(canonicalDigest({ b: '€', a: 1 }, (given) => given));
  expect([...bytes.slice(0, 7)]).toEqual([...'{"a":1,'].map((c) => c.charCodeAt(0)));
  expect([...bytes.slice(-5)]).toEqual([0xe2, 0x82, 0xac, 0x22, 0x7d]);
});
