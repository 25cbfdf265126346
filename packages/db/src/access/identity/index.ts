/** What signing in reads and writes, as the role `app_identity`. */
export * from './factors.ts';
export * from './sessions.ts';
export * from './step-ups.ts';
export * from './transaction.ts';
