/** What clients brought in and took out on the way: proposed, agreed to and told to the engine as it is today. */
import { read } from '@ultrathink/db';
import { listVenueAccounts } from '@ultrathink/db/venue-keys';
import type { AccountId, ClientId } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import type { Officers } from '../officers.ts';
import type { Past } from '../past.ts';

const OPERATIONS = 'Anton Vesely';
const AGREE = ['Arjun Mehta', 'Helena Brandt'] as const;
const DAY_MS = 86_400_000;

interface Transfer {
  readonly venue: string;
  readonly asset: string;
  readonly amount: string;
}

interface Flow {
  /** Share of the months that had passed by then. */
  readonly after: number;
  readonly client: string;
  readonly account: number;
  readonly kind: 'In' | 'Out';
  /** Told of together. */
  readonly transfers: readonly Transfer[];
}

const flow = (
  after: number,
  [client, account]: readonly [string, number],
  kind: Flow['kind'],
  ...transfers: readonly (readonly [venue: string, asset: string, amount: string])[]
): Flow => ({
  ...{ after, client, account, kind },
  transfers: transfers.map(([venue, asset, amount]) => ({ venue, asset, amount })),
});

const NORTHGATE = 'Northgate Pension Trust';
const HALDEN = 'Halden Capital Partners';
const KESTREL = 'Kestrel Prime Services';
const VANTOR = 'Vantor Family Office';
const TAMAR = 'Tamar Sovereign Reserve';
const ALBION = 'Port Albion University Endowment';

/** In their order. */
const FLOWS: readonly Flow[] = [
  flow(0.01, [NORTHGATE, 1], 'In', ['kraken', 'EUR', '220000'], ['binance', 'USDT', '150000']),
  flow(0.01, [HALDEN, 1], 'In', ['coinbase', 'USD', '180000'], ['binance', 'USDT', '120000']),
  flow(0.01, [KESTREL, 1], 'In', ['binance', 'USDT', '240000'], ['coinbase', 'USD', '160000']),
  flow(0.01, [VANTOR, 1], 'In', ['kraken', 'EUR', '60000']),
  flow(0.22, [TAMAR, 0], 'In', ['coinbase', 'USD', '350000']),
  flow(0.22, [KESTREL, 0], 'Out', ['kraken', 'USDT', '20000']),
  flow(0.45, [HALDEN, 0], 'Out', ['binance', 'USD', '40000']),
  flow(0.45, [ALBION, 0], 'In', ['coinbase', 'USD', '45000']),
  flow(0.68, [NORTHGATE, 0], 'Out', ['coinbase', 'EUR', '30000']),
  flow(0.68, [VANTOR, 0], 'In', ['kraken', 'EUR', '35000']),
  flow(0.88, [KESTREL, 1], 'In', ['binance', 'USDT', '80000']),
];

/** @param days that the months have. */
export async function makeFlows(past: Past, officers: Officers, days: number): Promise<void> {
  const { services } = past;
  const database = await services.staffDatabase();
  const actor = { id: services.processId, scope: { kind: 'Firm' }, kind: 'System' } as const;
  const all = await read(database, actor, listVenueAccounts);
  const places = new Map(
    all.filter(({ client }) => client === null).map(({ id, venue }) => [venue as string, id]),
  );
  const { clients } = await officers.act(OPERATIONS, (call) => call.clients.list());
  let passed = 0;
  for (const [after, flows] of Map.groupBy(FLOWS, (one) => one.after)) {
    past.skip((after - passed) * days * DAY_MS);
    passed = after;
    await Promise.all(
      flows.map((one) => {
        const client = clients.find(({ name }) => name === one.client);
        const owner = client?.accounts[one.account];
        if (client === undefined || owner === undefined)
          throw new Error(`${one.client} has no such account.`);
        return makeFlow(officers, one, { clientId: client.id, accountId: owner.id }, places);
      }),
    );
  }
}

interface Whose {
  readonly clientId: ClientId;
  readonly accountId: AccountId;
}

async function makeFlow(
  officers: Officers,
  { kind, transfers }: Flow,
  whose: Whose,
  places: ReadonlyMap<string, VenueAccountId>,
): Promise<void> {
  const of = { ...whose, reason: 'As the client asked for it.' };
  const told = transfers.map(({ venue, asset, amount }) => {
    const venueAccountId = places.get(venue);
    if (venueAccountId === undefined) throw new Error(`The firm has no account at ${venue}.`);
    const reference = `${kind === 'In' ? 'Transfer in' : 'Transfer out'}, ${venue} ${asset}`;
    return { venueAccountId, money: { asset, amount } as never, reference };
  });
  if (kind === 'In') {
    const entries = told.map((one) => ({ ...one, cost: null }));
    return officers.agree(OPERATIONS, AGREE, (call, key) =>
      call.ledger.proposeDeposit({ ...key, ...of, entries }),
    );
  }
  for (const one of told) {
    await officers.agree(OPERATIONS, AGREE, (call, key) =>
      call.ledger.proposeWithdrawal({ ...key, ...of, ...one }),
    );
  }
}
