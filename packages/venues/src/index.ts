/** Venues' one door: the contract, and one adapter per venue behind it. */
export { ADDRESS_RULES } from './address-rules.ts';
export { connectBinance } from './binance/index.ts';
export { connectCoinbase } from './coinbase/index.ts';
export * from './contract/index.ts';
export { connectKraken, KRAKEN_TIERS, type KrakenTier } from './kraken/index.ts';
export { type AddressBudget, createAddressBudget, realTimers, type Timers } from './line/index.ts';
export {
  connectPaper,
  openingState,
  type PaperConnection,
  type PaperLatency,
  type PaperLimits,
  type PaperRates,
  type PaperSetup,
  type PaperState,
  parsePaperState,
} from './paper/index.ts';
