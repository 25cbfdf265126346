/** What every process needs: environment, log, metrics, health, and a stop that always ends. */
export * from './env.ts';
export * from './env-fields.ts';
export * from './exit-codes.ts';
export * from './health.ts';
export * from './key-ring.ts';
export * from './life.ts';
export * from './log.ts';
export * from './metrics.ts';
export * from './process-meter.ts';
export * from './redact.ts';
export * from './stop.ts';
export * from './system.ts';
