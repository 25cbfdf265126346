/** Which world a page belongs to: said on every page, in words, and first of all in the tab. */
export const ENVIRONMENTS = {
  DEMO: 'A demonstration on this machine. Nothing here is real money.',
  PAPER: 'Real prices, simulated fills. No order leaves this platform.',
  LIVE: 'Real money. Orders reach the venues.',
} as const;

export type Environment = keyof typeof ENVIRONMENTS;
