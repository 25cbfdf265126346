/** Programs of clients and of the desk that some orders are of. */

interface Strategy {
  readonly name: string;
  /** Whose orders may be of it. */
  readonly clients: readonly string[];
}

const STRATEGIES: readonly Strategy[] = [
  {
    name: 'Rebalancing',
    clients: ['Northgate Pension Trust', 'Tamar Sovereign Reserve', 'Ostrava Mutual Insurance'],
  },
  { name: 'Momentum 4 h', clients: ['Halden Capital Partners', 'Vantor Family Office'] },
  { name: 'Client flow', clients: ['Kestrel Prime Services', 'Bancaria Adriatica'] },
  { name: 'Inventory', clients: ['Sable Ridge Market Making'] },
];

/**
 * Of each in all those months: what nobody looks at is turned off by the firm's limit of repeated execution,
 * until a person turns it on again. These stay below it.
 */
const MOST_OF_ONE = 45;
/** At most one order in so many is of a strategy. */
const LEAST_APART = 6;

export class Strategies {
  readonly #every: number;
  readonly #used = new Map<string, number>();
  #since = 0;

  /** @param orders of the whole months: they are spread over all of them. */
  constructor(orders: number) {
    const all = STRATEGIES.length * MOST_OF_ONE;
    this.#every = Math.max(LEAST_APART, Math.ceil(orders / all));
  }

  /** What the next order of this client is of; null: a person thought of it. */
  next(client: string): string | null {
    this.#since += 1;
    if (this.#since < this.#every) return null;
    const found = STRATEGIES.find(({ clients }) => clients.includes(client));
    const used = this.#used.get(found?.name ?? '') ?? 0;
    if (found === undefined || used >= MOST_OF_ONE) return null;
    this.#since = 0;
    this.#used.set(found.name, used + 1);
    return found.name;
  }
}
