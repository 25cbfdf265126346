/** Who asks: keys, signatures and numbers that must rise, as Kraken checks them. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Incoming } from '../server/protocol.ts';
import type { CustomerKey, Customers } from '../world/customers.ts';
import { KrakenError } from './wire.ts';

const COUNTER_MAX = 20;
/** What the counter of a key loses each second. */
const COUNTER_DECAY = 0.5;
const TOKEN_LIFE_MS = 900_000;

export class Parameters {
  readonly #values: Map<string, string>;

  /** Forms and JSON are both taken. */
  constructor(text: string) {
    this.#values = text.startsWith('{') ? fromJson(text) : new Map(new URLSearchParams(text));
  }

  get(name: string): string | null {
    const value = this.#values.get(name);
    return value === undefined || value === '' ? null : value;
  }

  need(name: string): string {
    const value = this.get(name);
    if (value === null) throw new KrakenError(`EGeneral:Invalid arguments:${name}`);
    return value;
  }

  number(name: string): number | null {
    const text = this.get(name);
    if (text === null) return null;
    const value = Number(text);
    if (!Number.isFinite(value)) throw new KrakenError(`EGeneral:Invalid arguments:${name}`);
    return value;
  }
}

function fromJson(text: string): Map<string, string> {
  try {
    const read = JSON.parse(text) as Record<string, unknown>;
    return new Map(Object.entries(read).map(([name, value]) => [name, String(value)]));
  } catch {
    throw new KrakenError('EGeneral:Invalid arguments');
  }
}

export class Sessions {
  readonly #customers: Customers;
  readonly #counters = new Map<string, { value: number; at: number }>();
  readonly #tokens = new Map<string, { readonly key: CustomerKey; readonly until: number }>();
  #tokenCount = 0;

  constructor(customers: Customers) {
    this.#customers = customers;
  }

  keyOf(name: string | undefined): CustomerKey | undefined {
    return name === undefined ? undefined : this.#customers.find(name);
  }

  /** @throws {KrakenError} as the venue would refuse it. */
  authenticate({ headers, path, body, address }: Incoming): CustomerKey {
    const key = this.keyOf(headers['api-key']);
    if (key === undefined) throw new KrakenError('EAPI:Invalid key');
    if (key.addresses !== null && !key.addresses.includes(address)) {
      throw new KrakenError('EGeneral:Permission denied');
    }
    const nonce = new Parameters(body).get('nonce') ?? '';
    if (!/^\d{1,20}$/.test(nonce)) throw new KrakenError('EAPI:Invalid nonce');
    const digest = createHash('sha256')
      .update(nonce + body)
      .digest();
    const expected = createHmac('sha512', Buffer.from(key.secret, 'base64'))
      .update(path)
      .update(digest)
      .digest();
    const given = Buffer.from(headers['api-sign'] ?? '', 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new KrakenError('EAPI:Invalid signature');
    }
    if (!this.#customers.useNonce(key.key, BigInt(nonce))) {
      throw new KrakenError('EAPI:Invalid nonce');
    }
    return key;
  }

  /** The counter of a key, which falls with time. @throws {KrakenError} */
  spend({ key, rateFactor }: CustomerKey, cost: number, now: number): void {
    const known = this.#counters.get(key) ?? { value: 0, at: now };
    const decayed = Math.max(0, known.value - ((now - known.at) / 1000) * COUNTER_DECAY);
    if (decayed + cost > COUNTER_MAX * rateFactor)
      throw new KrakenError('EAPI:Rate limit exceeded');
    this.#counters.set(key, { value: decayed + cost, at: now });
  }

  newToken(key: CustomerKey, now: number): { token: string; expires: number } {
    this.#tokenCount += 1;
    const token = createHash('sha256').update(`${key.secret}${this.#tokenCount}`).digest('base64');
    this.#tokens.set(token, { key, until: now + TOKEN_LIFE_MS });
    return { token, expires: TOKEN_LIFE_MS / 1000 };
  }

  ofToken(token: string, now: number): CustomerKey | undefined {
    const found = this.#tokens.get(token);
    return found !== undefined && found.until > now ? found.key : undefined;
  }
}
