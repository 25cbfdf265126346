/** Access's one door: who may do what, and who has to agree. */

export * from './duties.ts';
export * from './grants.ts';
export * from './ids.ts';
export * from './permission-table.ts';
export * from './permissions.ts';
export * from './roles.ts';
export * from './step-up.ts';
