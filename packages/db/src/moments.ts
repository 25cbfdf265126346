/** The border between timestamptz, which Prisma gives as a Date, and our one text form. */
import { fromEpochMs, type UtcTime } from '@ultrathink/domain/kernel';

export function utcOf(stored: Date): UtcTime {
  return fromEpochMs(stored.getTime());
}

export function utcOrNull(stored: Date | null): UtcTime | null {
  return stored === null ? null : utcOf(stored);
}
