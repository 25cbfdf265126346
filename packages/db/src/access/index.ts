/** Access in the database: who belongs where, who may do what, who agreed to what. */
export * from './api-keys.ts';
export * from './grants.ts';
export * from './installation.ts';
export * from './organisations.ts';
export * from './past-acts.ts';
export * from './people.ts';
export * from './policy.ts';
export * from './proposals.ts';
export * from './sessions.ts';
export * from './settle-proposals.ts';
export * from './uses.ts';
