/** The engine's room in the core: the contract of its door, and what both sides of it share. */
export * from './contract.ts';
export * from './limits.ts';
export { BOOK_WATCH_MS, MOST_RECENT_BARS } from './market-messages.ts';
export * from './position.ts';
export * from './ring.ts';
export {
  type BalanceView,
  blockChangeTextSchema,
  type FillView,
  type OrderView,
  type OrderWishText,
  orderDecisionTextSchema,
  orderWishTextSchema,
  personActorSchema,
  type StateView,
  type TradingAnswer,
  type TradingCommand,
  type VenueStandingView,
} from './trading-messages.ts';
