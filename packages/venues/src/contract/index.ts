/** The one contract that every venue answers to. */
export * from './answer.ts';
export * from './capabilities.ts';
export * from './connection.ts';
export * from './execution-client.ts';
export * from './market-data-client.ts';
export * from './operations.ts';
