/** Comparing the shape of what the simulator says with what the real venue said. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceFolder } from '@ultrathink/scripts/reference-data';

const folder = join(referenceFolder(), 'data/venue-payloads');

/** For titles of tests: they are skipped where REFERENCE_DATA has no recorded messages. */
export const RECORDED =
  'against recorded messages (found under REFERENCE_DATA, skipped where there are none)';

export const hasRecorded = existsSync(folder);

export function recorded(venue: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, venue, name), 'utf8'));
}

/** Paths of `wanted` that `made` doesn't have; of lists the first entries are compared. */
export function missing(wanted: unknown, made: unknown, path = ''): string[] {
  if (Array.isArray(wanted)) {
    if (!Array.isArray(made)) return [path];
    if (wanted.length === 0 || made.length === 0) return [];
    return missing(wanted[0], made[0], `${path}[0]`);
  }
  if (typeof wanted !== 'object' || wanted === null) return made === undefined ? [path] : [];
  if (typeof made !== 'object' || made === null) return [path];
  return Object.entries(wanted).flatMap(([name, value]) =>
    missing(value, (made as Record<string, unknown>)[name], `${path}.${name}`),
  );
}

/** The first value of a record whose names are ids, for comparing its shape. */
export function firstOf(record: unknown): unknown {
  return Object.values(record as Record<string, unknown>)[0];
}
