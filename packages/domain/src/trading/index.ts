/** Trading's one door: orders, what venues say of them, and what is not known yet. */
export * from './early-fills.ts';
export * from './failover.ts';
export * from './order.ts';
export * from './order-event.ts';
export * from './order-state.ts';
export * from './order-status.ts';
export * from './parent-order.ts';
export * from './unconfirmed.ts';
