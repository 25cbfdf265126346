import { type IdempotencyKey, idSchema } from '@ultrathink/domain/kernel';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldSentences } from './field-sentences.ts';

const schema = z.strictObject({
  key: idSchema<IdempotencyKey>(),
  name: z.string().min(1).max(64),
  legs: z.array(z.strictObject({ side: z.enum(['Buy', 'Sell']), lots: z.number().positive() })),
  step: z.number().multipleOf(5),
  many: z.enum(Array.from({ length: 30 }, (_, n) => `v${n}`)),
  odd: z.string().refine((text) => text.length % 2 === 1),
});

const good = {
  key: '01a1fcef-61e5-7e1c-8cf5-fd42af01e005',
  name: 'A',
  legs: [],
  step: 10,
  many: 'v1',
  odd: 'odd',
};

function said(change: object): Readonly<Record<string, string>> {
  const issues = schema.safeParse({ ...good, ...change }).error?.issues ?? [];
  return Object.fromEntries(fieldSentences(issues).map((each) => [each.field, each.sentence]));
}

const cases: readonly [object, Readonly<Record<string, string>>][] = [
  [{}, {}],
  [{ name: undefined }, { name: 'A text is needed here.' }],
  [{ name: '' }, { name: 'At least 1 character.' }],
  [{ name: 'x'.repeat(65) }, { name: 'At most 64 characters.' }],
  [{ key: 'no' }, { key: 'Not a UUIDv7.' }],
  [
    { legs: [{ side: 'Hold', lots: 0 }] },
    { 'legs.0.side': 'One of these is needed here: Buy, Sell.', 'legs.0.lots': 'More than 0.' },
  ],
  [{ step: 7 }, { step: 'A multiple of 5 is needed here.' }],
  [{ many: 'v99' }, { many: 'Not one of the known values.' }],
  [{ odd: 'even' }, { odd: 'This could not be read.' }],
  [{ s3cr3t: 'hunter2' }, { '': 'There are fields here that are not known.' }],
];

it.each(cases)('says of %j what is needed: %j', (change, sentences) => {
  expect(said(change)).toEqual(sentences);
});

it('never says back what was given', () => {
  const secret = 's3cr3t';
  for (const field of Object.keys(good)) {
    expect(JSON.stringify(said({ [field]: secret, [secret]: secret }))).not.toContain(secret);
  }
});

it('stops at twenty fields, however many are wrong', () => {
  const issues = z.array(z.number()).safeParse(Array.from({ length: 5_000 }, () => 'x')).error;
  expect(fieldSentences(issues?.issues ?? [])).toHaveLength(20);
});
