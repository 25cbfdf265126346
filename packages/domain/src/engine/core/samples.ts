/**
 * A funded world for tests of the engine: two clients and the house over three venues, with limits,
 * policy, marks and books, made by the same events as a real one. Tests change one thing of it.
 */
import type { ProposalId } from '../../access/index.ts';
import { COMMERCIAL_TIERS, STARTING_TIERS } from '../../clients/index.ts';
import {
  type AccountId,
  type AnyId,
  type Asset,
  type ClientId,
  type Decimal,
  type Digest,
  decimal,
  fromEpochMs,
  type PersonId,
  type Price,
  type ProcessId,
  type Quantity,
  type UtcTime,
  unwrap,
} from '../../kernel/index.ts';
import { depositEntry, type EntryId, type HolderAccount } from '../../ledger/index.ts';
import type { InstrumentId, VenueAccountId, VenueId, VenueKeyId } from '../../market-data/index.ts';
import { LIMIT_KINDS, type LimitId, type LimitKind, type LimitLevel } from '../../risk/index.ts';
import { CHECK_CODES, ORD_TYPES } from '../../trading/index.ts';
import { apply } from './apply.ts';
import type { ControlBody } from './control.ts';
import type { EngineEvent } from './event.ts';
import { EMPTY_STATE, type EngineState } from './state.ts';

export const AT_MS = 1_795_000_000_000;
export const AT = fromEpochMs(AT_MS);

/** The id number `n` of its entity, made at `AT`. */
export function anId<T extends AnyId>(n: number, atMs = AT_MS): T {
  const time = atMs.toString(16).padStart(12, '0');
  const tail = n.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}` as T;
}

export const ALPHA = anId<ClientId>(1);
export const BETA = anId<ClientId>(2);
export const ALPHA_ACCOUNT = anId<AccountId>(11);
export const BETA_ACCOUNT = anId<AccountId>(12);
/** Of the house: it trades for blocks. */
export const DESK_ACCOUNT = anId<AccountId>(13);
export const ANNA = anId<PersonId>(21);
export const BEN = anId<PersonId>(22);
export const OUTSIDER = anId<PersonId>(23);
export const APPROVAL = anId<ProposalId>(31);

export const BTC = 'BTC' as Asset;
export const USD = 'USD' as Asset;
export const BTC_USD = 'BTC/USD' as InstrumentId;

export const VENUES = ['binance', 'coinbase', 'kraken'] as readonly string[] as readonly VenueId[];
export const [BINANCE, COINBASE, KRAKEN] = VENUES as readonly [VenueId, VenueId, VenueId];
/** The house's account at each venue. */
export const AT_BINANCE = anId<VenueAccountId>(101);
export const AT_COINBASE = anId<VenueAccountId>(102);
export const AT_KRAKEN = anId<VenueAccountId>(103);
export const PLACES: readonly VenueAccountId[] = [AT_BINANCE, AT_COINBASE, AT_KRAKEN];
export const KEYS: readonly VenueKeyId[] = [anId(201), anId(202), anId(203)];

export const dec = (text: string): Decimal => decimal(text);
export const px = (text: string): Price => decimal(text) as Price;
export const qty = (text: string): Quantity => decimal(text) as Quantity;

/** Thirty-two bytes that differ with every byte: enough where nobody attacks. FNV-1a. */
export const sampleDigest: Digest = (bytes) => {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return Uint8Array.from({ length: 32 }, (_, n) => (hash >>> ((n % 4) * 8)) & 0xff);
};

// ------------------------------------------------------------------ what people decided

/** Wide enough for every order of these tests; each test narrows the one that it is about. */
export const LIMIT_VALUES: Readonly<Record<LimitKind, string>> = {
  PriceCollar: '0.05',
  PriceCollarPeriod: '0.1',
  FatFingerValue: '1000000',
  FatFingerVolume: '10000',
  FatFingerMedian: '1000',
  MessageRate: '100000',
  RepeatedExecution: '100000',
  DuplicateOrder: '500',
  Position: '50000000',
  Concentration: '0.9',
  GrossExposure: '50000000',
  NetExposure: '50000000',
  Leverage: '2',
  OrderValue: '1000000',
  DailyLoss: '500000',
  DrawdownFromPeak: '0.5',
  DrawdownFromStart: '0.5',
  ValueAtRisk: '5000000',
  VarBreaches: '4',
  DailyVolumeShare: '0.5',
  VenueCounterparty: '50000000',
  StalePrice: '1500',
};

export function limitsSet(
  level: LimitLevel,
  scope: string,
  values: Readonly<Partial<Record<LimitKind, string>>>,
): ControlBody {
  const kinds = (Object.keys(LIMIT_KINDS) as LimitKind[]).filter((kind) => kind in values);
  const limits = kinds.map((kind, n) => ({
    id: anId<LimitId>(1_000 + n),
    level,
    scope,
    instrument: null,
    kind,
    value: dec(values[kind] ?? '0'),
    from: AT,
    until: null,
    approval: APPROVAL,
  }));
  return { kind: 'LimitsSet', level, scope, limits };
}

export function mandateOf(account: AccountId): ControlBody {
  const mandate = {
    id: `mandate-${account.slice(-2)}`,
    account,
    instruments: [BTC_USD],
    venues: [...VENUES],
    sides: ['Buy' as const, 'Sell' as const],
    from: AT,
    until: null,
  };
  return { kind: 'MandateSet', mandate };
}

export const clientSet = (
  client: ClientId,
  change: Partial<Extract<ControlBody, { kind: 'ClientSet' }>> = {},
): ControlBody => ({
  kind: 'ClientSet',
  client,
  state: 'Active',
  category: 'Professional',
  tier: 'Institutional',
  lotMethod: 'Fifo',
  dayCutOffMs: 0,
  ...change,
});

const tierTable: ControlBody = {
  kind: 'TierTableSet',
  rows: COMMERCIAL_TIERS.map((tier) => ({
    ...STARTING_TIERS[tier],
    tier,
    from: AT,
    until: null,
    approval: null,
  })),
};

const ruleOf = (leverage: string) => ({
  instruments: [BTC_USD],
  ordTypes: [...ORD_TYPES],
  maxLeverage: dec(leverage),
});

export const CONTROLS: readonly ControlBody[] = [
  clientSet(ALPHA),
  clientSet(BETA),
  { kind: 'AccountSet', account: ALPHA_ACCOUNT, client: ALPHA },
  { kind: 'AccountSet', account: BETA_ACCOUNT, client: BETA },
  { kind: 'AccountSet', account: DESK_ACCOUNT, client: null },
  mandateOf(ALPHA_ACCOUNT),
  mandateOf(BETA_ACCOUNT),
  { kind: 'TradersSet', account: ALPHA_ACCOUNT, traders: [ANNA, BEN] },
  { kind: 'TradersSet', account: BETA_ACCOUNT, traders: [BEN] },
  { kind: 'TradersSet', account: DESK_ACCOUNT, traders: [BEN] },
  limitsSet('firm', 'firm', LIMIT_VALUES),
  tierTable,
  {
    kind: 'CheckPolicySet',
    checks: [...CHECK_CODES],
    calm: dec('0.05'),
    floor: dec('0.25'),
    approval: APPROVAL,
  },
  {
    kind: 'RoutingPolicySet',
    policy: {
      maxAgeMs: 1000,
      depth: 20,
      penaltyBpsPer100Ms: dec('0'),
      penaltyBpsOfRejects: dec('0'),
      latencyMsMax: 2000,
      rejectRateMax: dec('0.2'),
      limitCounts: 'Price',
    },
  },
  {
    kind: 'CategoryRulesSet',
    rules: {
      Retail: ruleOf('2'),
      Professional: ruleOf('5'),
      EligibleCounterparty: ruleOf('10'),
    },
  },
  ...PLACES.map(
    (venueAccount, n): ControlBody => ({
      kind: 'VenueAccountSet',
      venueAccount,
      venue: VENUES[n] ?? BINANCE,
      client: null,
      mode: 'Paper',
      key: KEYS[n] ?? null,
    }),
  ),
];

// ------------------------------------------------------------------ what they have

export const holderAt = (
  account: AccountId,
  asset: Asset,
  venueAccount: VenueAccountId,
): HolderAccount => ({
  kind: account === DESK_ACCOUNT ? 'House' : 'Client',
  account,
  asset,
  place: { kind: 'Venue', id: venueAccount },
});

export function deposited(n: number, account: HolderAccount, amount: string): EngineEvent {
  const { kind, account: owner, asset, place } = account;
  const entry = unwrap(
    depositEntry({
      id: anId<EntryId>(50_000 + n),
      at: AT,
      holder: { kind, account: owner },
      place,
      deposited: { amount: dec(amount), asset },
      reference: `deposit-${n}`,
    }),
  );
  return { type: 'LedgerMoved', event: { type: 'EntryBooked', entry, commit: null } };
}

export interface Funds {
  readonly usd: string;
  readonly btc: string;
}

function fundsOf({ usd, btc }: Funds): readonly EngineEvent[] {
  const owners = [ALPHA_ACCOUNT, BETA_ACCOUNT];
  return owners.flatMap((owner, o) =>
    PLACES.flatMap((place, p) => [
      deposited(o * 100 + p * 2, holderAt(owner, USD, place), usd),
      deposited(o * 100 + p * 2 + 1, holderAt(owner, BTC, place), btc),
    ]),
  );
}

/** Everything is worth this from `at` on. */
export const marked = (at: UtcTime, price = '100'): EngineEvent => ({
  type: 'Marked',
  at,
  instruments: [
    {
      instrument: BTC_USD,
      price: px(price),
      volatility: dec('0.03'),
      dailyVolume: dec('100000'),
    },
  ],
  values: [
    { asset: BTC, value: dec(price) },
    { asset: USD, value: dec('1') },
  ],
});

export function venueOpen(venueAccount: VenueAccountId, at = AT): readonly EngineEvent[] {
  const rates = [{ instrument: BTC_USD, maker: dec('0.001'), taker: dec('0.002') }];
  return [
    { type: 'VenueStateTold', venueAccount, state: 'UP' },
    { type: 'FeesTold', venueAccount, rates, version: 'fees-1' },
    { type: 'VenueAccountReconciled', at, venueAccount, watermark: at },
  ];
}

export const controlsTaken = (bodies: readonly ControlBody[], from = 1): readonly EngineEvent[] =>
  bodies.map((body, n) => ({
    type: 'ControlTaken',
    control: { sequence: from + n, at: AT, body },
  }));

export const withEvents = (state: EngineState, ...events: readonly EngineEvent[]): EngineState =>
  events.reduce(apply, state);

/** As it runs: each client has a million dollars and a thousand bitcoin at each venue. */
export function aWorld(
  change: { readonly funds?: Funds; readonly controls?: readonly ControlBody[] } = {},
): EngineState {
  const { funds = { usd: '1000000', btc: '1000' }, controls = [] } = change;
  return withEvents(
    EMPTY_STATE,
    { type: 'RunStarted', at: AT, ms: 0, run: anId<ProcessId>(41), epoch: 1 },
    ...controlsTaken([...CONTROLS, ...controls]),
    ...PLACES.flatMap((place) => venueOpen(place)),
    ...fundsOf(funds),
    marked(AT),
  );
}

/** Another account of the second client, with nothing in it yet, in which Ben may trade. */
export const accountOfBeta = (account: AccountId): readonly EngineEvent[] =>
  controlsTaken(
    [
      { kind: 'AccountSet', account, client: BETA },
      mandateOf(account),
      { kind: 'TradersSet', account, traders: [BEN] },
    ],
    1000,
  );
