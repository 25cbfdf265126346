/** The door of operations: health words, measures and process metrics. */
export * from './database-measure.ts';
export * from './health.ts';
export * from './key-provider.ts';
export * from './mail.ts';
export * from './process-metrics.ts';
