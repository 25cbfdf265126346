/** A world to decide in, for tests and measurements of others: never for what runs. */
export * from './sample-inputs.ts';
export * from './samples.ts';
