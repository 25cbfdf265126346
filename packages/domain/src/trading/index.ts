/** Trading's one door: orders, what venues say of them, and what is not known yet. */

export * from './allocation.ts';
export * from './block-book.ts';
export * from './check.ts';
export * from './check-text.ts';
export * from './early-fills.ts';
export * from './exit-pair.ts';
export * from './failover.ts';
export * from './order.ts';
export * from './order-event.ts';
export * from './order-state.ts';
export * from './order-status.ts';
export * from './parent-order.ts';
export * from './pre-allocation.ts';
export * from './routing/after-fills.ts';
export * from './routing/expected-cost.ts';
export * from './routing/inputs.ts';
export * from './routing/preview-cost.ts';
export * from './routing/receipt.ts';
export {
  type ReceiptAlternative,
  type ReceiptPlan,
  readAlternatives,
  readPlan,
} from './routing/receipt-read.ts';
export * from './routing/route.ts';
export { withBooks, withoutBooks } from './routing/text.ts';
export { type CapGap, unroutedText } from './routing/unrouted.ts';
export type { RoutingReason } from './routing/verdict.ts';
export * from './triggers.ts';
export * from './unconfirmed.ts';
