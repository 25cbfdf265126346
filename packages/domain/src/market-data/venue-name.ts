/** Venues as people write them. */
const NAMES: Readonly<Record<string, string>> = {
  binance: 'Binance',
  coinbase: 'Coinbase',
  kraken: 'Kraken',
  paper: 'Paper',
};

export function venueName(venue: string): string {
  return NAMES[venue] ?? venue;
}

const ORDER = Object.keys(NAMES);

/** Where a venue stands in every table, bar and strip: always the same; unknown ones last. */
export function venueRank(venue: string): number {
  const at = ORDER.indexOf(venue);
  return at === -1 ? ORDER.length : at;
}
