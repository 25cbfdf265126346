/** The words for how a process or a part of one is, and the one rule that joins them: worst wins. */
import { z } from 'zod';
import { PROCESS_KINDS } from './process-metrics.ts';

/** From best to worst. Unknown stands below Degraded: what is not known counts as a no. */
export const HEALTH_STATES = ['Up', 'Starting', 'Stopping', 'Degraded', 'Unknown', 'Down'] as const;

export type HealthState = (typeof HEALTH_STATES)[number];

/** The worst of several; nothing at all is Unknown. */
export function worstHealth(states: readonly HealthState[]): HealthState {
  if (states.length === 0) return 'Unknown';
  const ranks = states.map((state) => HEALTH_STATES.indexOf(state));
  return HEALTH_STATES[Math.max(...ranks)] ?? 'Unknown';
}

/**
 * Whether who answers so may be asked to work. A part that is degraded keeps nobody from the others: an engine
 * whose one venue is away trades at the rest, and says so.
 */
export function isReady(state: HealthState): boolean {
  return state === 'Up' || state === 'Degraded';
}

export const healthCheckSchema = z.strictObject({
  /** What is looked at: `database`, `door`. */
  name: z.string().min(1),
  state: z.enum(HEALTH_STATES),
  /** One plain sentence; empty when there is nothing to say. */
  sentence: z.string(),
});

/** What `/health/ready` answers, as JSON: 200 when `state` is ready, else 503. */
export const readinessSchema = z.strictObject({
  process: z.enum(PROCESS_KINDS),
  state: z.enum(HEALTH_STATES),
  checks: z.array(healthCheckSchema),
});

export type HealthCheck = z.infer<typeof healthCheckSchema>;
export type Readiness = z.infer<typeof readinessSchema>;
