const MONEY: ReadonlySet<string> = new Set(['USD', 'EUR', 'GBP', 'USDT', 'USDC']);
/** As fine as a satoshi. */
const MOST_DIGITS = 8;

/** Money by the cent, everything else as finely as it is told, and no finer than a satoshi. */
export function assetDigits(asset: string, ...amounts: readonly string[]): number {
  if (MONEY.has(asset)) return 2;
  const longest = Math.max(0, ...amounts.map((text) => text.split('.')[1]?.length ?? 0));
  return Math.min(MOST_DIGITS, longest);
}
