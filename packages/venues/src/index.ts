/** Venues' one door: the contract, and one adapter per venue behind it. */
export * from './contract/index.ts';
