/** What clients brought in and took out on the way: proposed, agreed to and told to the engine as it is today. */
import { read } from '@ultrathink/db';
import { listVenueAccounts } from '@ultrathink/db/venue-keys';
import type { Officers } from '../officers.ts';
import type { Past } from '../past.ts';

const OPERATIONS = 'Anton Vesely';
const AGREE = ['Arjun Mehta', 'Helena Brandt'] as const;
const DAY_MS = 86_400_000;

interface Flow {
  /** Share of the months that had passed by then. */
  readonly after: number;
  readonly client: string;
  readonly account: number;
  readonly venue: string;
  readonly kind: 'In' | 'Out';
  readonly asset: string;
  readonly amount: string;
}

const flow = (
  after: number,
  [client, account]: readonly [string, number],
  venue: string,
  kind: Flow['kind'],
  [asset, amount]: readonly [string, string],
): Flow => ({ after, client, account, venue, kind, asset, amount });

const NORTHGATE = 'Northgate Pension Trust';
const HALDEN = 'Halden Capital Partners';
const KESTREL = 'Kestrel Prime Services';
const VANTOR = 'Vantor Family Office';
const TAMAR = 'Tamar Sovereign Reserve';
const ALBION = 'Port Albion University Endowment';

/** In their order. */
const FLOWS: readonly Flow[] = [
  flow(0.01, [NORTHGATE, 1], 'kraken', 'In', ['EUR', '220000']),
  flow(0.01, [NORTHGATE, 1], 'binance', 'In', ['USDT', '150000']),
  flow(0.01, [HALDEN, 1], 'coinbase', 'In', ['USD', '180000']),
  flow(0.01, [HALDEN, 1], 'binance', 'In', ['USDT', '120000']),
  flow(0.01, [KESTREL, 1], 'binance', 'In', ['USDT', '240000']),
  flow(0.01, [KESTREL, 1], 'coinbase', 'In', ['USD', '160000']),
  flow(0.01, [VANTOR, 1], 'kraken', 'In', ['EUR', '60000']),
  flow(0.22, [TAMAR, 0], 'coinbase', 'In', ['USD', '350000']),
  flow(0.22, [KESTREL, 0], 'kraken', 'Out', ['USDT', '20000']),
  flow(0.45, [HALDEN, 0], 'binance', 'Out', ['USD', '40000']),
  flow(0.45, [ALBION, 0], 'coinbase', 'In', ['USD', '45000']),
  flow(0.68, [NORTHGATE, 0], 'coinbase', 'Out', ['EUR', '30000']),
  flow(0.68, [VANTOR, 0], 'kraken', 'In', ['EUR', '35000']),
  flow(0.88, [KESTREL, 1], 'binance', 'In', ['USDT', '80000']),
];

/** @param days that the months have. */
export async function makeFlows(past: Past, officers: Officers, days: number): Promise<void> {
  const { services } = past;
  const database = await services.staffDatabase();
  const actor = { id: services.processId, scope: { kind: 'Firm' }, kind: 'System' } as const;
  const places = await read(database, actor, listVenueAccounts);
  const { clients } = await officers.act(OPERATIONS, (call) => call.clients.list());
  let passed = 0;
  for (const { after, client: name, account, venue, kind, asset, amount } of FLOWS) {
    past.skip((after - passed) * days * DAY_MS);
    passed = after;
    const client = clients.find((one) => one.name === name);
    const owner = client?.accounts[account];
    const place = places.find((one) => one.venue === venue && one.client === null);
    if (client === undefined || owner === undefined || place === undefined) {
      throw new Error(`${name} has no such account.`);
    }
    const of = { clientId: client.id, accountId: owner.id, reason: 'As the client asked for it.' };
    const money = { asset, amount } as never;
    const reference = `${kind === 'In' ? 'Transfer in' : 'Transfer out'}, ${venue} ${asset}`;
    await officers.agree(OPERATIONS, AGREE, (call, key) =>
      kind === 'In'
        ? call.ledger.proposeDeposit({
            ...key,
            ...of,
            entries: [{ venueAccountId: place.id, money, reference, cost: null }],
          })
        : call.ledger.proposeWithdrawal({
            ...key,
            ...of,
            venueAccountId: place.id,
            money,
            reference,
          }),
    );
  }
}
