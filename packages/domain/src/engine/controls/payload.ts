/**
 * What a proposal of something the engine holds to carries, by its act. Exactly what would be done:
 * ids are in it, so that what is agreed to has its name; moments that begin with the execution and the
 * approval itself are not. Decimals are text, as they are shown.
 */
import { z } from 'zod';
import type { ProposalAct } from '../../access/index.ts';
import { plainTextSchema } from '../../access/index.ts';
import { COMMERCIAL_TIERS, SERVICE_LEVELS } from '../../clients/index.ts';
import { CLIENT_CATEGORIES, CLIENT_STATES } from '../../compliance/index.ts';
import {
  type AccountId,
  type Asset,
  type ClientId,
  decimal,
  equals,
  type Id,
  idSchema,
  lessThan,
  ONE,
  type PersonId,
  utcTimeSchema,
} from '../../kernel/index.ts';
import type { EntryId } from '../../ledger/index.ts';
import type { InstrumentId, VenueAccountId, VenueId } from '../../market-data/index.ts';
import { LOT_METHODS } from '../../portfolio/index.ts';
import {
  KILL_GRADES,
  LIMIT_KINDS,
  LIMIT_LEVELS,
  type LimitId,
  type LimitKind,
} from '../../risk/index.ts';
import { ALLOCATION_METHODS, CHECK_CODES, type ClOrdId, ORD_TYPES } from '../../trading/index.ts';
import { stateKeySchema } from '../core/control.ts';

export type MandateId = Id<'MandateId'>;
export type RestrictionId = Id<'RestrictionId'>;

/** `BTC/USDT`: as the database has them. */
export const instrumentSchema = z
  .string()
  .regex(
    /^[A-Z0-9]{1,16}\/[A-Z0-9]{1,16}$/,
    'An instrument such as BTC/USDT.',
  ) as unknown as z.ZodType<InstrumentId, string>;
export const venueSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'A venue such as binance.') as unknown as z.ZodType<
  VenueId,
  string
>;
const assetSchema = z
  .string()
  .regex(/^[A-Z0-9]{1,16}$/, 'An asset such as BTC.') as unknown as z.ZodType<Asset, string>;
const client = idSchema<ClientId>();
const account = idSchema<AccountId>();
const side = z.enum(['Buy', 'Sell']);
const reason = plainTextSchema(500).min(10);

/** Text of what a column of NUMERIC(38,18) holds as it is: it stays text until something is worked out. */
const stored = z.string().regex(/^\d{1,20}(\.\d{1,18})?$/, 'A plain decimal that is not negative.');
const isPositive = (text: string) => /[1-9]/.test(text);
const isAtLeastOne = (text: string) => lessThan(ONE, decimal(text)) || equals(ONE, decimal(text));
const MOST_CUSHION = decimal('100');
const isCushion = (text: string) => !lessThan(MOST_CUSHION, decimal(text));
const signed = z.string().regex(/^-?\d{1,20}(\.\d{1,18})?$/, 'A plain decimal.');
const positive = stored.refine(isPositive, 'More than nothing.');
const unlike = <T>(list: readonly T[]) => new Set(list.map(String)).size === list.length;
const TWICE = 'Each of them once.';

export const clientTermsPayload = z.strictObject({
  client,
  state: z.enum(CLIENT_STATES),
  category: z.enum(CLIENT_CATEGORIES),
  tier: z.enum(COMMERCIAL_TIERS),
  lotMethod: z.enum(LOT_METHODS),
  dayCutOffMs: z.int().min(0).max(86_399_999),
});

export const mandatePayload = z.strictObject({
  id: idSchema<MandateId>(),
  client,
  account,
  /** An empty list lets nothing. */
  instruments: z.array(instrumentSchema).max(500).refine(unlike, TWICE),
  venues: z.array(venueSchema).max(32).refine(unlike, TWICE),
  sides: z.array(side).max(2).refine(unlike, TWICE),
  until: utcTimeSchema.nullable(),
});

export const tradersPayload = z.strictObject({
  client,
  account,
  /** All who may trade the account from then on. */
  traders: z.array(idSchema<PersonId>()).max(200).refine(unlike, TWICE),
});

const tierChange = z.strictObject({
  tier: z.enum(COMMERCIAL_TIERS),
  maxPosition: stored,
  maxLeverage: stored,
  commissionBps: stored,
  minBalance: stored,
  serviceLevel: z.enum(SERVICE_LEVELS),
});

export const tiersPayload = z.discriminatedUnion('kind', [
  /** The table a firm starts with, where there is none yet. */
  z.strictObject({ kind: z.literal('Adopt') }),
  z.strictObject({
    kind: z.literal('Change'),
    /** After the moment at which it is agreed to. */
    from: utcTimeSchema,
    changes: z
      .array(tierChange)
      .min(1)
      .max(COMMERCIAL_TIERS.length)
      .refine((list) => unlike(list.map(({ tier }) => tier)), TWICE),
  }),
]);

export const limitLine = z.strictObject({
  id: idSchema<LimitId>(),
  instrument: instrumentSchema.nullable(),
  kind: z.enum(Object.keys(LIMIT_KINDS) as [LimitKind, ...LimitKind[]]),
  value: stored,
  /** Null: from the moment at which it is agreed to. */
  from: utcTimeSchema.nullable(),
  until: utcTimeSchema.nullable(),
});

export const limitsPayload = z
  .strictObject({
    level: z.enum(LIMIT_LEVELS),
    scope: z.string().min(1).max(100),
    /** Of the levels client and account; null above them. */
    client: client.nullable(),
    /** All limits of the scope from then on. */
    limits: z.array(limitLine).max(200),
  })
  .refine(
    ({ level, client: of }) => (level === 'client' || level === 'account') === (of !== null),
    'A limit of a client or account names its client, any other none.',
  )
  .refine(({ limits }) => unlike(limits.map(({ id }) => id)), TWICE)
  .refine(
    ({ level, scope, client: of }) =>
      (level !== 'firm' || scope === 'firm') && (level !== 'client' || scope === of),
    'The scope is not one of this level.',
  )
  .refine(
    ({ limits }) =>
      limits.every(({ from, until }) => from === null || until === null || from < until),
    'A limit would end before it begins.',
  );

export const checkPolicyPayload = z.strictObject({
  checks: z.array(z.enum(CHECK_CODES)).min(1).max(CHECK_CODES.length).refine(unlike, TWICE),
  /** Volatility of a day up to which approved values stand. */
  calm: positive,
  /** Share of an approved value that is always left: more than 0, at most 1. */
  floor: positive.refine((text) => !lessThan(ONE, decimal(text)), 'At most the whole.'),
});

export const resumePayload = z.strictObject({
  key: stateKeySchema,
  /** Whose stop it is; null where it is the firm's. */
  client: client.nullable(),
  ends: z.enum(KILL_GRADES),
});

export const restrictionPayload = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('Restrict'),
    id: idSchema<RestrictionId>(),
    instrument: instrumentSchema,
    /** Null: for everybody. */
    client: client.nullable(),
    /** Null: both. */
    side: side.nullable(),
    until: utcTimeSchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('Lift'), id: idSchema<RestrictionId>() }),
]);

const categoryRule = z.strictObject({
  instruments: z.array(instrumentSchema).max(2_000).refine(unlike, TWICE),
  ordTypes: z.array(z.enum(ORD_TYPES)).max(ORD_TYPES.length).refine(unlike, TWICE),
  maxLeverage: positive.refine(isAtLeastOne, 'At least 1.'),
});
export const categoryRulesPayload = z.strictObject({
  rules: z.strictObject({
    Retail: categoryRule,
    Professional: categoryRule,
    EligibleCounterparty: categoryRule,
  }),
});

const ms = z.int().min(0).max(86_400_000);
/** As `routingPolicySchema` has it, in text. */
export const routingPolicyPayload = z.strictObject({
  policy: z.strictObject({
    maxAgeMs: ms,
    depth: z.int().min(1).max(1_000),
    penaltyBpsPer100Ms: stored,
    penaltyBpsOfRejects: stored,
    latencyMsMax: ms,
    rejectRateMax: stored,
    limitCounts: z.enum(['Price', 'AllIn']),
    restsAt: z.enum(['OneVenue', 'Several']).optional(),
    cushionBps: stored.refine(isCushion, 'At most 100 bps.').optional(),
  }),
});
export const tradingModePayload = z.strictObject({ mode: z.enum(['Paper', 'Live']) });

const money = z.strictObject({ asset: assetSchema, amount: positive });
const reference = plainTextSchema(200).min(1);

export const depositPayload = z.strictObject({
  client,
  account,
  /** Each of them an entry of its own. */
  entries: z
    .array(
      z.strictObject({
        entry: idSchema<EntryId>(),
        venueAccount: idSchema<VenueAccountId>(),
        money,
        reference,
        /** At which price per unit its lot is opened; null for what is traded against nothing. */
        cost: z.strictObject({ instrument: instrumentSchema, price: positive }).nullable(),
      }),
    )
    .min(1)
    .max(20),
});

export const withdrawalPayload = z.strictObject({
  client,
  account,
  entry: idSchema<EntryId>(),
  venueAccount: idSchema<VenueAccountId>(),
  money,
  reference,
});

export const breakClosePayload = z.strictObject({
  breakId: idSchema(),
  entry: idSchema<EntryId>(),
  /** Null: of the house's own holdings. */
  client: client.nullable(),
  /** Null: the break explained itself, and nothing is booked. */
  posting: z
    .strictObject({ account, money: z.strictObject({ asset: assetSchema, amount: signed }) })
    .nullable(),
  reason,
});

export const outcomePayload = z.strictObject({
  /** Null: of an order of the house. */
  client: client.nullable(),
  clOrdId: idSchema<ClOrdId>(),
  request: z.enum(['New', 'Cancel', 'Replace']),
  outcome: z.enum(['NeverArrived', 'Ended']),
  reason,
});

const leg = z.strictObject({ account, client, weight: positive });
const legs = z.array(leg).min(1).max(50);

export const reallocationPayload = z.strictObject({
  /** Of one of its accounts: who may see that one's business sees the proposal. */
  client,
  /** Of the block. */
  clOrdId: idSchema<ClOrdId>(),
  instrument: z.string().max(40),
  /** The digest of the version that it replaces, in hex. */
  replaces: z.string().regex(/^[0-9a-f]{64}$/, 'A SHA-256 in hex.'),
  method: z.enum(ALLOCATION_METHODS),
  legs: legs.refine((list) => unlike(list.map((one) => one.account)), TWICE),
  /** As it is divided until then. */
  before: legs,
  /** What it moved by the books of the moment at which it was proposed: so much more, or less. */
  moved: z
    .array(z.strictObject({ account, quantity: signed, notional: signed, commission: signed }))
    .max(100),
  reason,
});

/** Every act whose execution the engine is told of. */
export const CONTROL_PAYLOADS = {
  'clients.proposeState': clientTermsPayload,
  'clients.proposeMandate': mandatePayload,
  'clients.proposeTraders': tradersPayload,
  'clients.proposeTiers': tiersPayload,
  'risk.proposeLimit': limitsPayload,
  'risk.proposeCheckPolicy': checkPolicyPayload,
  'risk.proposeResume': resumePayload,
  'compliance.proposeRestriction': restrictionPayload,
  'compliance.proposeCategoryRules': categoryRulesPayload,
  'trading.proposeRoutingPolicy': routingPolicyPayload,
  'operations.proposeTradingMode': tradingModePayload,
  'ledger.proposeDeposit': depositPayload,
  'ledger.proposeWithdrawal': withdrawalPayload,
  'portfolio.proposeBreakClose': breakClosePayload,
  'trading.proposeOutcome': outcomePayload,
  'trading.proposeReallocation': reallocationPayload,
} as const satisfies Readonly<Partial<Record<ProposalAct, z.ZodType>>>;

export type ControlAct = keyof typeof CONTROL_PAYLOADS;
/** As it is proposed, kept and executed: decimals are text throughout. */
export type ControlPayload<A extends ControlAct> = z.output<(typeof CONTROL_PAYLOADS)[A]>;
