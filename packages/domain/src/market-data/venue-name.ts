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
