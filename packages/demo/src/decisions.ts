/**
 * What the firm decided before anybody came: tiers, rules, limits, clients with their mandates and traders,
 * and what they brought in. Proposed by one, agreed to by others, through the procedures.
 */
import type { DemoPerson } from '@ultrathink/api/demo';
import { read } from '@ultrathink/db';
import { listVenueAccounts } from '@ultrathink/db/venue-keys';
import type { PersonId } from '@ultrathink/domain/kernel';
import type { InstrumentId, VenueId } from '@ultrathink/domain/market-data';
import type { LimitKind, LimitLevel } from '@ultrathink/domain/risk';
import { CHECK_CODES, ORD_TYPES } from '@ultrathink/domain/trading';
import { CLIENTS, STAFF } from './cast.ts';
import { nameVenueAccounts } from './connect.ts';
import {
  ACCOUNT_LIMITS,
  CHECKS,
  CLIENT_LIMITS,
  FIRM_LIMITS,
  figuresOf,
  HOLDINGS,
  INSTRUMENT_LIMITS,
  INSTRUMENTS,
  LIMITED_INSTRUMENTS,
  ROUTING,
  shareOf,
  VENUE_LIMITS,
  VENUES,
} from './figures.ts';
import { Officers } from './officers.ts';
import type { Past } from './past.ts';

const ANALYST = 'Yuki Tanaka';
const HEADS = ['Helena Brandt', 'Samuel Adeyemi'] as const;
const RISK = ['Leila Haddad', 'Marek Nowak'] as const;
const OPERATIONS = ['Freya Jensen', 'Anton Vesely'] as const;
const FINANCE = 'Arjun Mehta';
const DESK = ['Daniel Osei', 'Clara Moretti'] as const;
/** 22:00 UTC. */
const CUT_OFF_MS = 22 * 60 * 60_000;

const instruments = INSTRUMENTS as readonly string[] as readonly InstrumentId[];

interface DecidedClient {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
}

export async function makeDecisions(past: Past, people: readonly DemoPerson[]): Promise<void> {
  const officers = new Officers(past, people);
  // Those who did something before have used up codes of these minutes.
  past.skip(2 * 60_000);
  await Promise.all([decideRules(officers), openHouseAccount(officers)]);
  await officers.act(OPERATIONS[1], (call) => nameVenueAccounts(past.services, call));
  const places = await simulatedAccounts(past);
  const { clients } = await officers.act(RISK[0], (call) => call.clients.list());
  const known = clients as readonly (DecidedClient & (typeof clients)[number])[];
  const tradersFor = (name: string) =>
    [...deskOf(name), ...tradersOf(name)].flatMap((who) => idsOf(people, who));
  // Nobody waits for what is decided of another client, or of limits: only for those who decide both.
  await Promise.all([
    decideLimits(officers, known),
    ...known.map((client) => admit(officers, client, tradersFor(client.name), places)),
  ]);
}

/** Everything of one client, in the order in which one needs the other. */
async function admit(
  officers: Officers,
  { id, name, accounts }: DecidedClient,
  traders: readonly PersonId[],
  places: readonly SimulatedAccount[],
): Promise<void> {
  await decideTerms(officers, id, name);
  for (const account of accounts) {
    await decideMandate(officers, id, account.id);
    await decideTraders(officers, id, account.id, traders);
  }
  await bringIn(officers, { id, name, accounts }, places);
}

function openHouseAccount(officers: Officers): Promise<void> {
  return officers.agree(OPERATIONS[0], [OPERATIONS[1]], (call, key) =>
    call.trading.proposeHouseAccount({
      ...key,
      name: 'Client blocks',
      reason: 'One order for several clients is worked in its name.',
    }),
  );
}

/** Of the firm's own people, those who are assigned to it; the desk where nobody else is. */
function deskOf(client: string): readonly string[] {
  const own = STAFF.filter(({ role, clients }) => role === 'Trader' && clients?.includes(client));
  const [first] = own;
  return first === undefined || first.name === DESK[0] ? DESK : own.map(({ name }) => name);
}

function tradersOf(client: string): readonly string[] {
  const people = CLIENTS.find(({ name }) => name === client)?.people ?? [];
  return people.filter(({ role }) => role === 'ClientTrader').map(({ name }) => name);
}

function idsOf(people: readonly DemoPerson[], name: string): readonly PersonId[] {
  return people.filter((person) => person.name === name).map(({ id }) => id);
}

async function decideRules(officers: Officers): Promise<void> {
  await Promise.all([
    decideTiers(officers),
    decideCategories(officers),
    decideChecks(officers),
    decideRoutes(officers),
    decideRestriction(officers),
    decideMode(officers),
  ]);
}

function decideTiers(officers: Officers): Promise<void> {
  return officers.agree(FINANCE, [OPERATIONS[0], RISK[0]], (call, key) =>
    call.clients.proposeTiers({
      ...key,
      wish: { kind: 'Adopt' },
      reason: 'The tiers that the firm opens with.',
    }),
  );
}

function decideCategories(officers: Officers): Promise<void> {
  const rule = (types: readonly (typeof ORD_TYPES)[number][]) => ({
    instruments: [...instruments],
    ordTypes: [...types],
    maxLeverage: '1',
  });
  return officers.agree(ANALYST, [HEADS[0], RISK[1]], (call, key) =>
    call.compliance.proposeCategoryRules({
      ...key,
      rules: {
        Retail: rule(['Market', 'Limit']),
        Professional: rule(ORD_TYPES),
        EligibleCounterparty: rule(ORD_TYPES),
      },
      reason: 'Retail clients trade plain orders, the others whatever we have.',
    }),
  );
}

function decideChecks(officers: Officers): Promise<void> {
  return officers.agree(RISK[0], [RISK[1]], (call, key) =>
    call.risk.proposeCheckPolicy({
      ...key,
      checks: [...CHECK_CODES],
      ...CHECKS,
      reason: 'Every check, for every order.',
    }),
  );
}

function decideRoutes(officers: Officers): Promise<void> {
  return officers.agree(DESK[1], [RISK[0], ANALYST], (call, key) =>
    call.trading.proposeRoutingPolicy({
      ...key,
      policy: { ...ROUTING },
      reason: 'Best price all in; slow venues and those that refuse pay for it.',
    }),
  );
}

function decideRestriction(officers: Officers): Promise<void> {
  return officers.agree(ANALYST, [HEADS[1]], (call, key) =>
    call.compliance.proposeRestriction({
      ...key,
      instrument: 'DOGE/USDT' as InstrumentId,
      clientId: null,
      side: null,
      until: null,
      reason: 'Inside information about a listing is with the firm.',
    }),
  );
}

function decideMode(officers: Officers): Promise<void> {
  return officers.agree(OPERATIONS[1], [HEADS[1], RISK[1], FINANCE], (call, key) =>
    call.trading.proposeMode({
      ...key,
      mode: 'Live',
      reason: 'The simulated venues take our orders; nobody’s money is behind them.',
    }),
  );
}

async function decideTerms(officers: Officers, client: string, name: string): Promise<void> {
  const { tier, category } = figuresOf(name);
  await officers.agree(ANALYST, [HEADS[0]], (call, key) =>
    call.clients.proposeTerms({
      ...key,
      clientId: client as never,
      state: 'Active',
      category,
      tier,
      lotMethod: tier === 'Retail' ? 'AverageCost' : 'Fifo',
      dayCutOffMs: CUT_OFF_MS,
      reason: 'Identified, classified and admitted.',
    }),
  );
}

async function decideMandate(officers: Officers, client: string, account: string): Promise<void> {
  await officers.agree(OPERATIONS[0], [ANALYST], (call, key) =>
    call.clients.proposeMandate({
      ...key,
      clientId: client as never,
      accountId: account as never,
      instruments: [...instruments],
      venues: [...VENUES] as string[] as VenueId[],
      sides: ['Buy', 'Sell'],
      until: null,
      reason: 'As the management agreement has it.',
    }),
  );
}

async function decideTraders(
  officers: Officers,
  client: string,
  account: string,
  traders: readonly PersonId[],
): Promise<void> {
  await officers.agree(OPERATIONS[1], [HEADS[1]], (call, key) =>
    call.clients.proposeTraders({
      ...key,
      clientId: client as never,
      accountId: account as never,
      traders: [...traders],
      reason: 'The desk, and the client’s own trader where it has one.',
    }),
  );
}

async function decideLimits(officers: Officers, traded: readonly DecidedClient[]): Promise<void> {
  const set = (
    level: LimitLevel,
    scope: string,
    client: string | null,
    limits: Readonly<Partial<Record<LimitKind, string>>>,
  ) =>
    officers.agree(RISK[0], [RISK[1]], (call, key) =>
      call.risk.proposeLimits({
        ...key,
        level,
        scope,
        clientId: client as never,
        limits: Object.entries(limits).map(([kind, value]) => ({
          instrument: null,
          kind: kind as LimitKind,
          value,
          from: null,
          until: null,
        })),
        reason: 'The committee’s figures for the first quarter.',
      }),
    );
  await Promise.all([
    set('firm', 'firm', null, FIRM_LIMITS),
    ...LIMITED_INSTRUMENTS.map((one) => set('instrument', one, null, INSTRUMENT_LIMITS)),
    ...VENUES.map((venue) => set('venue', venue, null, VENUE_LIMITS)),
    ...traded.flatMap(({ id, accounts }) => [
      set('client', id, id, CLIENT_LIMITS),
      ...accounts.slice(0, 1).map((account) => set('account', account.id, id, ACCOUNT_LIMITS)),
    ]),
  ]);
}

/** All that stands at the simulated venues is somebody's: each client's share of it, on its first account. */
async function bringIn(
  officers: Officers,
  { id, name, accounts }: DecidedClient,
  places: readonly SimulatedAccount[],
): Promise<void> {
  const { share } = figuresOf(name);
  const [first] = accounts;
  if (first === undefined) throw new Error(`${name} has no account.`);
  const entries = places.flatMap(({ id: place, venue }) =>
    HOLDINGS.map(({ asset, amount, cost }) => ({
      venueAccountId: place,
      money: { asset: asset as never, amount: shareOf(amount, share) },
      reference: `Opening transfer, ${venue} ${asset}`,
      cost: cost === null ? null : { ...cost, instrument: cost.instrument as never },
    })),
  );
  await officers.agree(OPERATIONS[1], [FINANCE, HEADS[1]], (call, key) =>
    call.ledger.proposeDeposit({
      ...key,
      clientId: id as never,
      accountId: first.id as never,
      entries,
      reason: 'Agrees with what the venues confirmed.',
    }),
  );
}

type SimulatedAccount = Awaited<ReturnType<typeof simulatedAccounts>>[number];

async function simulatedAccounts({ services }: Past) {
  const database = await services.staffDatabase();
  const actor = { id: services.processId, scope: { kind: 'Firm' }, kind: 'System' } as const;
  const all = await read(database, actor, listVenueAccounts);
  return all.filter(({ client, label }) => client === null && label === 'Simulated');
}
