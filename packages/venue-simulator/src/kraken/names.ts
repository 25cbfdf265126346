/** Kraken's names for assets, pairs, orders and trades. */
import type { Listing } from '../world/venue-world.ts';

/** Old assets have a letter in front: X for coins, Z for money. */
const OLD: Readonly<Record<string, { readonly code: string; readonly short: string }>> = {
  BTC: { code: 'XXBT', short: 'XBT' },
  ETH: { code: 'XETH', short: 'ETH' },
  XRP: { code: 'XXRP', short: 'XRP' },
  LTC: { code: 'XLTC', short: 'LTC' },
  DOGE: { code: 'XXDG', short: 'XDG' },
  EUR: { code: 'ZEUR', short: 'EUR' },
  USD: { code: 'ZUSD', short: 'USD' },
};

export const assetCode = (asset: string): string => OLD[asset]?.code ?? asset;
export const assetShort = (asset: string): string => OLD[asset]?.short ?? asset;

/** `XXBTZEUR` where both are old, `XBTUSDT` otherwise. */
export function pairKey({ base, quote }: Listing): string {
  const [one, other] = [OLD[base], OLD[quote]];
  return one !== undefined && other !== undefined
    ? one.code + other.code
    : altName({ base, quote });
}

export function altName({ base, quote }: Pick<Listing, 'base' | 'quote'>): string {
  return assetShort(base) + assetShort(quote);
}

export const wsName = ({ base, quote }: Listing): string =>
  `${assetShort(base)}/${assetShort(quote)}`;

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const LETTERS = 16;

/** `OAAAAA-AAAAA-AAAAAB`: a kind, then the number in base 32, so that ids sort as they came. */
function codeOf(kind: 'O' | 'T', number: number): string {
  let text = '';
  let left = number;
  for (let n = 0; n < LETTERS; n += 1) {
    text = (SIGNS[left % 32] ?? 'A') + text;
    left = Math.floor(left / 32);
  }
  return `${kind}${text.slice(0, 5)}-${text.slice(5, 10)}-${text.slice(10)}`;
}

export const orderCode = (id: number): string => codeOf('O', id);
export const tradeCode = (id: number): string => codeOf('T', id);

/** The number of an order code; undefined for what is none. */
export function orderNumber(code: string): number | undefined {
  if (!/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/.test(code)) return undefined;
  let number = 0;
  for (const sign of code.slice(1).replaceAll('-', '')) number = number * 32 + SIGNS.indexOf(sign);
  return number;
}
