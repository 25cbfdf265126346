/** Amounts on their way into NUMERIC(38,18) and back, by both drivers. */
import { decimal, equals, numericText, toText, unwrap } from '@ultrathink/domain/kernel';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openTestDatabase } from '../testing/index.ts';
import { fromNumeric } from './decimals.ts';
import { Prisma } from './generated/client.ts';

const database = await openTestDatabase();
await database.sql(
  'create table operations.money_test (id int primary key, amount numeric(38,18))',
);
await database.sql('grant select, insert on operations.money_test to app_staff');
const { prisma } = database.as('app_staff');

const EXTREMES = [
  '0',
  '0.000000000000000001',
  '-0.000000000000000001',
  '99999999999999999999.999999999999999999',
  '-99999999999999999999.999999999999999999',
  '12345678901234567890.123456789012345678',
  // Doubles have no such number, and decimal.js keeps only 20 digits unless told.
  '9007199254740993.1',
];

/** Any amount the column can hold: up to 20 digits before the point and 18 after. */
const amounts = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }), fc.boolean())
  .map(([units, isNegative]) => {
    const digits = units.toString().padStart(19, '0');
    return decimal(`${isNegative ? '-' : ''}${digits.slice(0, -18)}.${digits.slice(-18)}`);
  });

it('come back from Prisma and from pg as they went in, to the last digit', async () => {
  let id = 0;
  const roundTrip = fc.asyncProperty(
    fc.array(amounts, { minLength: 1, maxLength: 50 }),
    async (sent) => {
      const from = id;
      for (const amount of sent) {
        const text = unwrap(numericText(amount));
        await prisma.$executeRaw`insert into operations.money_test values (${id}, ${text}::numeric)`;
        id += 1;
      }
      const byPrisma = await prisma.$queryRaw<{ amount: Prisma.Decimal }[]>(
        Prisma.sql`select amount from operations.money_test where id >= ${from} order by id`,
      );
      const byPg = await database.sql<{ amount: string }>(
        'select amount from operations.money_test where id >= $1 order by id',
        [from],
      );
      expect(byPrisma.map((row) => toText(fromNumeric(row.amount)))).toEqual(sent.map(toText));
      expect(byPg.map((row) => toText(decimal(row.amount)))).toEqual(sent.map(toText));
    },
  );
  const examples: [ReturnType<typeof decimal>[]][] = [[EXTREMES.map(decimal)]];
  await fc.assert(roundTrip, { numRuns: 10, examples });
});

it('would lose a nineteenth decimal without a word, so it is refused before', async () => {
  const text = '0.0000000000000000019';
  const [row] = await database.sql<{ amount: string }>('select $1::numeric(38,18) as amount', [
    text,
  ]);
  expect(equals(decimal(row?.amount ?? '0'), decimal(text))).toBe(false);
  expect(numericText(decimal(text))).toMatchObject({ error: { code: 'TooManyDecimals' } });
});

it('keeps every digit where Prisma writes an exponent', async () => {
  const [row] = await prisma.$queryRaw<{ amount: Prisma.Decimal }[]>(
    Prisma.sql`select '0.000000000000000001'::numeric(38,18) as amount`,
  );
  expect(String(row?.amount)).toContain('e-');
  expect(row && toText(fromNumeric(row.amount))).toBe('0.000000000000000001');
});
