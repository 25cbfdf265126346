/**
 * The border between NUMERIC(38,18) and our exact decimals. Out: `numericText` of the kernel, which
 * refuses what the column would round in silence. In: here.
 */
import { type Decimal, parseDecimal, unwrap } from '@ultrathink/domain/kernel';
import type { Prisma } from './generated/client.ts';

/** What Prisma read from a NUMERIC column. `toFixed`, because its own text may have an exponent. */
export function fromNumeric(stored: Prisma.Decimal): Decimal {
  return unwrap(parseDecimal(stored.toFixed()));
}
