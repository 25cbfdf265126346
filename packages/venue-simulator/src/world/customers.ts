/** Who has an account at a venue, and with which keys they come. */

export interface CustomerKey {
  readonly key: string;
  readonly secret: string;
  /** Where a venue asks for one. */
  readonly passphrase: string | null;
  readonly owner: string;
  readonly mayTrade: boolean;
  readonly mayWithdraw: boolean;
  /** Addresses it may come from; null: from everywhere. */
  readonly addresses: readonly string[] | null;
  readonly createdAt: number;
  /** 1: the venue's usual limits; more for a customer who may ask more often. */
  readonly rateFactor: number;
}

/** The key that everybody may know: behind it is nobody's money. */
export const FIRST_KEY: Omit<CustomerKey, 'createdAt'> = {
  key: 'simulated-key',
  secret: 'c2ltdWxhdGVkIHNlY3JldCwgbm9ib2R5J3MgbW9uZXk',
  passphrase: null,
  owner: 'customer',
  mayTrade: true,
  mayWithdraw: false,
  addresses: ['127.0.0.1'],
  rateFactor: 1,
};

export class Customers {
  readonly #keys = new Map<string, CustomerKey>();
  /** The largest number each key has sent, where a venue wants them to rise. */
  readonly #nonces = new Map<string, bigint>();

  add(key: CustomerKey): void {
    this.#keys.set(key.key, key);
  }

  all(): CustomerKey[] {
    return [...this.#keys.values()];
  }

  find(key: string): CustomerKey | undefined {
    return this.#keys.get(key);
  }

  /** False for a number that is not greater than every one before it. */
  useNonce(key: string, nonce: bigint): boolean {
    if (nonce <= (this.#nonces.get(key) ?? -1n)) return false;
    this.#nonces.set(key, nonce);
    return true;
  }
}
