/** The engine's core: what decides, what folds, and the shapes of both. */
export * from './apply.ts';
export { AUDITED, type AuditEvent, auditOf } from './audit.ts';
export * from './codec.ts';
export * from './control.ts';
export * from './due.ts';
export * from './effect.ts';
export * from './event.ts';
export * from './fresh-ids.ts';
export * from './input.ts';
export * from './journal.ts';
export * from './market.ts';
export { rowsOf } from './projections.ts';
export * from './replay.ts';
export type * from './rows.ts';
export * from './snapshot.ts';
export * from './state.ts';
export * from './step.ts';
export * from './watch.ts';
