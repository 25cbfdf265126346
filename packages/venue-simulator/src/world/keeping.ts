/** The state of a world as text, so that it survives its own restart. */
import type { Fixed } from '../kernel/fixed.ts';
import type { CustomerTrade, Order } from '../matching/index.ts';
import type { CustomerKey } from './customers.ts';

export interface KeptVenue {
  readonly name: string;
  readonly orderId: number;
  readonly tradeId: number;
  readonly funds: {
    readonly owner: string;
    readonly asset: string;
    readonly free: Fixed;
    readonly held: Fixed;
  }[];
  /** Each with what it holds; null when it works no more. */
  readonly orders: { readonly order: Order; readonly held: Fixed | null }[];
  readonly trades: { readonly owner: string; readonly trade: CustomerTrade }[];
  readonly keys: readonly CustomerKey[];
}

export interface KeptWorld {
  readonly version: 1;
  readonly at: number;
  readonly logPrices: readonly number[];
  readonly venues: readonly KeptVenue[];
}

/** What somebody invented of the time before. */
export interface PastWorld {
  /** Unix ms. */
  readonly at: number;
  /** In the order of the assets. */
  readonly logPrices: readonly number[];
  readonly venues: readonly {
    readonly name: string;
    readonly funds: readonly { readonly asset: string; readonly amount: string }[];
  }[];
}

const MARK = 'fixed:';

export function writeWorld(world: KeptWorld): string {
  return JSON.stringify(world, (_, value: unknown) =>
    typeof value === 'bigint' ? `${MARK}${value}` : value,
  );
}

/** Undefined for what is no kept world: another version, or a file that was cut. */
export function readWorld(text: string): KeptWorld | undefined {
  try {
    const read: unknown = JSON.parse(text, (_, value: unknown) =>
      typeof value === 'string' && value.startsWith(MARK)
        ? BigInt(value.slice(MARK.length))
        : value,
    );
    const isKept =
      typeof read === 'object' && read !== null && 'version' in read && read.version === 1;
    return isKept ? (read as KeptWorld) : undefined;
  } catch {
    return undefined;
  }
}
