/** Who asks: keys, signatures, clocks and weights, as Binance checks them. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Incoming } from '../server/protocol.ts';
import type { CustomerKey, Customers } from '../world/customers.ts';
import { BinanceError, mandatory } from './wire.ts';

const WINDOW_MS = 5000;
const WINDOW_MAX_MS = 60_000;
const WEIGHT_PER_MINUTE = 6000;
/** Who goes on after being told is shut out. */
const BAN_AFTER_REFUSALS = 20;
const BAN_MS = 120_000;
const MINUTE_MS = 60_000;

export class Parameters {
  readonly #values: URLSearchParams;

  constructor(text: string) {
    this.#values = new URLSearchParams(text);
  }

  get(name: string): string | null {
    const value = this.#values.get(name);
    return value === '' ? null : value;
  }

  need(name: string): string {
    const value = this.get(name);
    if (value === null) throw new BinanceError(-1102, mandatory(name));
    return value;
  }

  /** Whole numbers only. */
  number(name: string): number | null {
    const text = this.get(name);
    if (text === null) return null;
    if (!/^\d{1,15}$/.test(text)) {
      throw new BinanceError(-1100, `Illegal characters found in parameter '${name}'.`);
    }
    return Number(text);
  }
}

/** Everything that was sent, in the order in which the signature covers it. */
export function sentText({ query, body }: Incoming): string {
  return query !== '' && body !== '' ? `${query}&${body}` : query + body;
}

export class Sessions {
  readonly #customers: Customers;
  readonly #used = new Map<string, { minute: number; weight: number; refused: number }>();
  readonly #bannedUntil = new Map<string, number>();

  constructor(customers: Customers) {
    this.#customers = customers;
  }

  keyOf(name: string | undefined): CustomerKey | undefined {
    return name === undefined ? undefined : this.#customers.find(name);
  }

  /** The customer of a signed request. @throws {BinanceError} as the venue would refuse it. */
  authenticate(incoming: Incoming, now: number): CustomerKey {
    const text = sentText(incoming);
    const signature = /(?:^|&)signature=([^&]*)$/.exec(text);
    const signed = signature === null ? text : text.slice(0, signature.index);
    return this.check({
      key: incoming.headers['x-mbx-apikey'],
      signed,
      signature: decodeURIComponent(signature?.[1] ?? ''),
      parameters: new Parameters(text),
      address: incoming.address,
      now,
    });
  }

  /** The same for requests over the WebSocket API. @throws {BinanceError} */
  check(request: {
    readonly key: string | undefined;
    readonly signed: string;
    readonly signature: string;
    readonly parameters: Parameters;
    readonly address: string;
    readonly now: number;
  }): CustomerKey {
    const { key: name, signed, signature, parameters, address, now } = request;
    if (name === undefined || name === '') {
      throw new BinanceError(-2014, 'API-key format invalid.', 401);
    }
    const key = this.keyOf(name);
    const isAllowed = key?.addresses === null || key?.addresses.includes(address);
    if (key === undefined || !isAllowed) {
      throw new BinanceError(-2015, 'Invalid API-key, IP, or permissions for action.', 401);
    }
    this.#checkTime(parameters, now);
    const expected = createHmac('sha256', key.secret).update(signed).digest('hex');
    if (!sameText(expected, signature)) {
      throw new BinanceError(-1022, 'Signature for this request is not valid.');
    }
    return key;
  }

  #checkTime(parameters: Parameters, now: number): void {
    const timestamp = parameters.number('timestamp');
    if (timestamp === null) throw new BinanceError(-1102, mandatory('timestamp'));
    const window = parameters.number('recvWindow') ?? WINDOW_MS;
    if (window > WINDOW_MAX_MS) {
      throw new BinanceError(-1131, 'recvWindow must be less than 60000.');
    }
    if (timestamp > now + 1000) {
      const text = "Timestamp for this request was 1000ms ahead of the server's time.";
      throw new BinanceError(-1021, text);
    }
    if (timestamp < now - window) {
      throw new BinanceError(-1021, 'Timestamp for this request is outside of the recvWindow.');
    }
  }

  /** Counts an address's weight and answers with what it has used this minute. @throws {BinanceError} */
  spend(address: string, weight: number, now: number): number {
    const bannedUntil = this.#bannedUntil.get(address) ?? 0;
    if (bannedUntil > now) {
      const text = `Way too much request weight used; IP banned until ${bannedUntil}.`;
      throw new BinanceError(-1003, text, 418);
    }
    const minute = Math.floor(now / MINUTE_MS);
    const known = this.#used.get(address);
    const used = known?.minute === minute ? known : { minute, weight: 0, refused: 0 };
    used.weight += weight;
    this.#used.set(address, used);
    if (used.weight <= WEIGHT_PER_MINUTE) return used.weight;
    used.refused += 1;
    if (used.refused > BAN_AFTER_REFUSALS) this.#bannedUntil.set(address, now + BAN_MS);
    const text = `Too much request weight used; current limit is ${WEIGHT_PER_MINUTE} request weight per 1 MINUTE.`;
    throw new BinanceError(-1003, text, 429);
  }
}

function sameText(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
