/** How the platform is, process by process, each in a word and a sentence. */
import { read } from '@ultrathink/db';
import { latestMeasure } from '@ultrathink/db/operations';
import {
  DEFAULT_LOCALE,
  formatDateTime,
  msBetween,
  UTC,
  type UtcTime,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import {
  HEALTH_STATES,
  type HealthCheck,
  healthCheckSchema,
  worstHealth,
} from '@ultrathink/domain/operations';
import { DEPLOYMENTS } from '@ultrathink/runtime';
import { z } from 'zod';
import type { DoorState } from '../engine/door-client.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';

/** Jobs measure each minute; two missed measures are a fact worth saying. */
const MEASURE_LATE_MS = 3 * 60 * 1_000;

const output = z.strictObject({
  at: utcTimeSchema,
  deployment: z.enum(DEPLOYMENTS),
  state: z.enum(HEALTH_STATES),
  checks: z.array(healthCheckSchema),
});

/** As the platform writes moments to people: `21 Nov 2026 07:08:45 UTC`. */
function momentText(at: UtcTime): string {
  return `${formatDateTime(at, { locale: DEFAULT_LOCALE, zone: UTC }, 'second')} ${UTC}`;
}

export function engineHealth(door: DoorState): HealthCheck {
  switch (door.kind) {
    case 'Connected':
      return { name: 'engine', state: 'Up', sentence: '' };
    case 'Reconnecting':
      return {
        name: 'engine',
        state: 'Down',
        sentence: `Not connected since ${momentText(door.since)}.`,
      };
    case 'Closed':
      return { name: 'engine', state: 'Down', sentence: 'This web process is stopping.' };
  }
}

/** Jobs have no door of their own: that they live shows in what they write. */
export function jobsHealth(lastMeasure: UtcTime | undefined, now: UtcTime): HealthCheck {
  if (lastMeasure === undefined) {
    return { name: 'jobs', state: 'Unknown', sentence: 'No measure of the database yet.' };
  }
  if (msBetween(lastMeasure, now) > MEASURE_LATE_MS) {
    return {
      name: 'jobs',
      state: 'Degraded',
      sentence: `The last measure is of ${momentText(lastMeasure)}.`,
    };
  }
  return { name: 'jobs', state: 'Up', sentence: '' };
}

export const getPlatformHealth = query('operations.read')
  .output(output)
  .query(async ({ ctx: { services, authorise } }) => {
    const at = services.clock.now();
    const checks = [engineHealth(services.door.state())];
    try {
      const { database, actor } = await authorise('operations.read', { kind: 'Firm' });
      const last = await read(database, actor, latestMeasure);
      checks.push({ name: 'database', state: 'Up', sentence: '' }, jobsHealth(last?.at, at));
    } catch (error) {
      if (error instanceof Refusal && error.publicCode !== 'DatabaseAway') throw error;
      services.log.warn('The database could not be asked for its health.', { error });
      const sentence = 'The database does not answer.';
      checks.push(
        { name: 'database', state: 'Down', sentence },
        { name: 'jobs', state: 'Unknown', sentence: 'Known only through the database.' },
      );
    }
    const state = worstHealth(checks.map((check) => check.state));
    return { at, deployment: services.deployment, state, checks };
  });
