/** What a killed run left on the test server, dropped by a later one. Names and notes carry the time. */
import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';

export const TEMPLATE_PREFIX = 'ultrathink_template_';
const COPY = /^test_([0-9a-z]{8,9})_[0-9a-f]{12}$/;

const HOUR_MS = 3_600_000;
/** No test file runs for so long. */
const COPY_AGE_MAX_MS = 2 * HOUR_MS;
/** So many others may stand beside the one of this run: branches, and what is being written. */
const TEMPLATES_KEPT = 5;

export const copyName = (nowMs: number): string =>
  `test_${nowMs.toString(36)}_${randomBytes(6).toString('hex')}`;

/** Whether a database is an abandoned copy. Anything that is not named by us is nobody's leftover. */
export function isAbandoned(name: string, nowMs: number): boolean {
  const madeAt = COPY.exec(name)?.[1];
  return madeAt !== undefined && nowMs - Number.parseInt(madeAt, 36) > COPY_AGE_MAX_MS;
}

export async function dropLeftovers(client: Client, nowMs: number): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select datname as name from pg_database order by oid desc',
  );
  const names = rows.map((row) => row.name);
  const templates = names.filter((name) => name.startsWith(TEMPLATE_PREFIX));
  const copies = names.filter((name) => isAbandoned(name, nowMs));
  for (const name of [...copies, ...templates.slice(TEMPLATES_KEPT)]) {
    try {
      await client.query(`drop database if exists ${client.escapeIdentifier(name)}`);
    } catch (error) {
      // In use after all (55006), or of another owner (42501): not ours to drop.
      const { code } = error as { code?: string };
      if (code !== '55006' && code !== '42501') throw error;
    }
  }
}
