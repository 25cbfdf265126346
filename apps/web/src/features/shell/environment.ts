/** Which world a page belongs to: said on every page, in words, and first of all in the tab. */
export const ENVIRONMENTS = {
  DEMO: 'A demonstration on this machine. Nothing here is real money.',
  PAPER: 'Real prices, simulated fills. No order leaves this platform.',
  LIVE: 'Real money. Orders reach the venues.',
} as const;

/** Where there is no room for two sentences: the one that must not be cut. */
export const DEMO_IN_SHORT = 'Nothing here is real money.';

export type Environment = keyof typeof ENVIRONMENTS;
export type Mode = 'PAPER' | 'LIVE';

/** What a demo's trading mode means there: its venues are simulated, whichever it is. */
export const MODE_IN_DEMO: Readonly<Record<Mode, string>> = {
  PAPER: 'Orders are filled on paper, inside the platform.',
  LIVE: 'Orders reach simulated venues.',
};

/**
 * Which banner stands. A demo is one whatever its mode; in production the mode is the banner, and what
 * nobody knows is LIVE: nobody should take real money for play.
 */
export const bannerOf = (isDemo: boolean, mode: Mode | null): Environment =>
  isDemo ? 'DEMO' : (mode ?? 'LIVE');
