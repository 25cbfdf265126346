/** Trading's one door: orders, what venues say of them, and what is not known yet. */
export * from './order.ts';
export * from './order-status.ts';
export * from './unconfirmed.ts';
