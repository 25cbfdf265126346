/** What whoever runs the simulator sees and switches, under `/admin`, and the page that shows it. */
import { formatFixed, parseFixed, placesOf } from '../kernel/fixed.ts';
import { isOpen } from '../matching/index.ts';
import type { FaultBoard } from '../server/faults.ts';
import type { Incoming, Outgoing } from '../server/protocol.ts';
import type { Aside } from '../server/server.ts';
import type { VenueWorld } from '../world/venue-world.ts';
import type { World } from '../world/world.ts';
import { PAGE } from './page.ts';
import { Refused, readRule, STATES } from './read-rule.ts';

interface Administered {
  readonly world: VenueWorld;
  readonly faults: FaultBoard;
}

const DEPTH = 15;
const ORDERS = 50;
const PACE_MOST = 100_000;

export function adminAside(world: World, venues: ReadonlyMap<string, Administered>): Aside {
  return (incoming) => {
    try {
      return route(world, venues, incoming);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { status: 400, body: { error: error.message } };
    }
  };
}

function route(
  world: World,
  venues: ReadonlyMap<string, Administered>,
  incoming: Incoming,
): Outgoing | undefined {
  const { method, path } = incoming;
  if (method === 'GET' && (path === '/' || path === '')) {
    return { status: 200, body: PAGE, headers: { 'content-type': 'text/html;charset=UTF-8' } };
  }
  if (!path.startsWith('/admin')) return undefined;
  // A page of another site may send here without asking, and must change nothing.
  const { origin, host } = incoming.headers;
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    return { status: 403, body: { error: 'Only the simulator’s own page may ask this.' } };
  }
  const query = new URLSearchParams(incoming.query);
  if (method === 'POST' && path === '/admin/pace')
    return ok(setPace(world, readJson(incoming.body)));
  if (method === 'GET' && path === '/admin/overview') return ok(overview(world, venues));
  const venue = venues.get(query.get('venue') ?? '');
  if (venue === undefined) {
    throw new Refused(`venue is one of ${[...venues.keys()].join(', ')}.`);
  }
  switch (`${method} ${path}`) {
    case 'GET /admin/venue':
      return ok(venueView(venue, query.get('instrument') ?? '', world.clock.now()));
    case 'POST /admin/faults':
      return ok(venue.faults.add(readRule(readJson(incoming.body), idsOf(venue.world))));
    case 'DELETE /admin/faults':
      venue.faults.clear();
      return ok({});
    case 'POST /admin/market':
      return ok(setMarket(venue.world, readJson(incoming.body)));
    case 'POST /admin/customers':
      return ok(addCustomer(venue.world, readJson(incoming.body), world.clock.now()));
    default:
      return undefined;
  }
}

const idsOf = (world: VenueWorld): string[] => world.listings().map(({ id }) => id);

const ok = (body: unknown): Outgoing => ({ status: 200, body });

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null) return read as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Refused('The body is a JSON object.');
}

function overview(world: World, venues: ReadonlyMap<string, Administered>): unknown {
  return {
    now: world.clock.now(),
    venues: [...venues].map(([name, { world: venue, faults }]) => ({
      name,
      bookUpdatesTold: venue.bookUpdatesTold,
      faults: faults.rules(),
      instruments: venue.listings().map(({ id }) => ({ id, ...bestOf(venue, id) })),
    })),
  };
}

function bestOf(venue: VenueWorld, id: string) {
  const market = venue.market(id);
  const price = (side: 'Buy' | 'Sell') => {
    const best = market?.book.best(side);
    return best === undefined ? null : formatFixed(best);
  };
  return {
    state: market?.state ?? 'Halted',
    bid: price('Buy'),
    ask: price('Sell'),
    last: market?.lastPrice == null ? null : formatFixed(market.lastPrice),
    working: market?.workingOrders().length ?? 0,
  };
}

function venueView({ world, faults }: Administered, wanted: string, now: number): unknown {
  const [first] = world.listings();
  const id = world.market(wanted) === undefined ? (first?.id ?? '') : wanted;
  const book = world.market(id)?.book;
  const { tickSize = 1n, stepSize = 1n } = world.market(id)?.instrument ?? {};
  const side = (one: 'Buy' | 'Sell') =>
    (book?.levels(one, DEPTH) ?? []).map(({ price, qty, orders }) => ({
      price: formatFixed(price, placesOf(tickSize)),
      qty: formatFixed(qty, placesOf(stepSize)),
      orders,
    }));
  const owners = [...new Set(world.customers.all().map(({ owner }) => owner))];
  const orders = owners
    .flatMap((owner) => [...world.venue.orders(owner)])
    .sort((a, b) => b.id - a.id);
  return {
    now,
    instrument: id,
    ...bestOf(world, id),
    bids: side('Buy'),
    asks: side('Sell'),
    faults: faults.rules(),
    orders: orders.slice(0, ORDERS).map((order) => ({
      id: order.id,
      owner: order.owner,
      clientId: order.clientId,
      instrument: order.instrument,
      side: order.side,
      type: order.type,
      price: order.price === null ? null : formatFixed(order.price),
      qty: order.qty === null ? null : formatFixed(order.qty),
      cumQty: formatFixed(order.cumQty),
      status: order.status,
      isOpen: isOpen(order),
      createdAt: order.createdAt,
    })),
  };
}

function setPace(world: World, body: Readonly<Record<string, unknown>>) {
  const { updatesPerSecond: pace, venues } = body;
  if (typeof pace !== 'number' || !(pace >= 0 && pace <= PACE_MOST)) {
    throw new Refused(`updatesPerSecond is a number from 0 to ${PACE_MOST}.`);
  }
  world.setPace(pace, Array.isArray(venues) ? venues.map(String) : undefined);
  return { updatesPerSecond: pace };
}

function setMarket(world: VenueWorld, body: Readonly<Record<string, unknown>>): unknown {
  const { instrument, state, isMoving } = body;
  const market = world.market(String(instrument));
  if (market === undefined) throw new Refused('instrument is one that this venue lists.');
  const known = STATES.find((one) => one === state);
  if (state !== undefined && known === undefined) {
    throw new Refused(`state is one of ${STATES.join(', ')}.`);
  }
  if (known !== undefined) market.state = known;
  if (typeof isMoving === 'boolean') world.setMoving(String(instrument), isMoving);
  return { state: market.state };
}

function addCustomer(world: VenueWorld, body: Readonly<Record<string, unknown>>, now: number) {
  const { key, secret, owner = 'customer', balances = {} } = body;
  if (typeof key !== 'string' || typeof secret !== 'string' || key === '' || secret === '') {
    throw new Refused('key and secret are text.');
  }
  const amounts = Object.entries(balances as Record<string, unknown>).map(([asset, amount]) => {
    const value = parseFixed(String(amount));
    if (value === undefined || value < 0n)
      throw new Refused(`${asset} is a decimal of zero or more.`);
    return [asset, value] as const;
  });
  const customer = {
    key,
    secret,
    passphrase: null,
    owner: String(owner),
    mayTrade: body['mayTrade'] !== false,
    mayWithdraw: body['mayWithdraw'] === true,
    addresses: body['isBoundToAddress'] === false ? null : ['127.0.0.1'],
    createdAt: now,
    rateFactor: 1,
  };
  world.customers.add(customer);
  for (const [asset, amount] of amounts) world.venue.funds.move(customer.owner, asset, amount);
  return { owner: customer.owner };
}
