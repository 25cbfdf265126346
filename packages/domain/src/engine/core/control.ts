/**
 * Control inputs: what people decided for the engine to hold to. The decision, its approval and its
 * audit row commit in one transaction with an outbox row of one of these; the engine takes them in the
 * order of `sequence`, each exactly once, and journals that it did.
 */
import { z } from 'zod';
import type { ProposalId } from '../../access/index.ts';
import { COMMERCIAL_TIERS, SERVICE_LEVELS } from '../../clients/index.ts';
import { CLIENT_CATEGORIES, CLIENT_STATES } from '../../compliance/index.ts';
import {
  type AccountId,
  type Asset,
  type ClientId,
  decimalSchema,
  idSchema,
  type PersonId,
  utcTimeSchema,
} from '../../kernel/index.ts';
import type { EntryId } from '../../ledger/index.ts';
import type { InstrumentId, VenueAccountId, VenueId, VenueKeyId } from '../../market-data/index.ts';
import { LOT_METHODS } from '../../portfolio/index.ts';
import {
  KILL_GRADES,
  LIMIT_KINDS,
  LIMIT_LEVELS,
  type LimitId,
  type LimitKind,
  STATE_LEVELS,
} from '../../risk/index.ts';
import {
  ALLOCATION_METHODS,
  CHECK_CODES,
  type ClOrdId,
  ORD_TYPES,
  routingPolicySchema,
} from '../../trading/index.ts';

const named = <T extends string>() => z.string().min(1).max(100) as unknown as z.ZodType<T, string>;
const instrument = named<InstrumentId>();
const venue = named<VenueId>();
const asset = named<Asset>();
const client = idSchema<ClientId>();
const account = idSchema<AccountId>();
const person = idSchema<PersonId>();
const venueAccount = idSchema<VenueAccountId>();
const approval = idSchema<ProposalId>();
const span = { from: utcTimeSchema, until: utcTimeSchema.nullable() };

export const limitSchema = z.strictObject({
  id: idSchema<LimitId>(),
  level: z.enum(LIMIT_LEVELS),
  scope: z.string().min(1).max(100),
  instrument: instrument.nullable(),
  kind: z.enum(Object.keys(LIMIT_KINDS) as [LimitKind, ...LimitKind[]]),
  value: decimalSchema,
  ...span,
  approval,
});

export const mandateSchema = z.strictObject({
  id: z.string().min(1).max(100),
  account,
  instruments: z.array(instrument).max(500),
  venues: z.array(venue).max(32),
  sides: z.array(z.enum(['Buy', 'Sell'])).max(2),
  ...span,
});

export const restrictionSchema = z.strictObject({
  id: z.string().min(1).max(100),
  instrument,
  client: client.nullable(),
  side: z.enum(['Buy', 'Sell']).nullable(),
  ...span,
});

export const stateKeySchema = z.strictObject({
  level: z.enum(STATE_LEVELS),
  scope: z.string().min(1).max(100),
});

const tierRowSchema = z.strictObject({
  tier: z.enum(COMMERCIAL_TIERS),
  maxPosition: decimalSchema,
  maxLeverage: decimalSchema,
  commissionBps: decimalSchema,
  minBalance: decimalSchema,
  serviceLevel: z.enum(SERVICE_LEVELS),
  from: utcTimeSchema,
  until: utcTimeSchema.nullable(),
  approval: approval.nullable(),
});

/** Of a deposit, a withdrawal or an opening balance that two people agreed to. */
const moneySchema = z.strictObject({ asset, amount: decimalSchema });

export const controlBodySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ClientSet'),
    client,
    state: z.enum(CLIENT_STATES),
    category: z.enum(CLIENT_CATEGORIES),
    tier: z.enum(COMMERCIAL_TIERS),
    /** How its lots are closed. */
    lotMethod: z.enum(LOT_METHODS),
    /** Milliseconds of the day at which its Day orders end. */
    dayCutOffMs: z.number().int().min(0).max(86_399_999),
  }),
  /** `client` null: an account of the house. */
  z.strictObject({ kind: z.literal('AccountSet'), account, client: client.nullable() }),
  z.strictObject({ kind: z.literal('MandateSet'), mandate: mandateSchema }),
  /** All who may trade the account from now on. */
  z.strictObject({ kind: z.literal('TradersSet'), account, traders: z.array(person).max(200) }),
  z.strictObject({ kind: z.literal('RestrictionSet'), restriction: restrictionSchema }),
  z.strictObject({ kind: z.literal('RestrictionLifted'), id: z.string().min(1).max(100) }),
  /** All limits of one scope from now on. */
  z.strictObject({
    kind: z.literal('LimitsSet'),
    level: z.enum(LIMIT_LEVELS),
    scope: z.string().min(1).max(100),
    limits: z.array(limitSchema).max(200),
  }),
  /** All shards of the platform: told when another begins. With more than one, limits are shared out. */
  z.strictObject({
    kind: z.literal('ShardsSet'),
    shards: z.array(z.number().int().min(0).max(1023)).min(1).max(1024),
  }),
  z.strictObject({
    kind: z.literal('TierTableSet'),
    rows: z.array(tierRowSchema).min(1).max(1000),
  }),
  z.strictObject({
    kind: z.literal('CheckPolicySet'),
    checks: z.array(z.enum(CHECK_CODES)).max(CHECK_CODES.length),
    calm: decimalSchema,
    floor: decimalSchema,
    approval,
  }),
  z.strictObject({ kind: z.literal('RoutingPolicySet'), policy: routingPolicySchema }),
  z.strictObject({
    kind: z.literal('CategoryRulesSet'),
    rules: z.record(
      z.enum(CLIENT_CATEGORIES),
      z.strictObject({
        instruments: z.array(instrument).max(2000),
        ordTypes: z.array(z.enum(ORD_TYPES)),
        /** The regime's ceiling for this category. */
        maxLeverage: decimalSchema,
      }),
    ),
  }),
  z.strictObject({ kind: z.literal('TradingModeSet'), mode: z.enum(['Paper', 'Live']), approval }),
  z.strictObject({
    kind: z.literal('VenueAccountSet'),
    venueAccount,
    venue,
    /** Whose assets it holds; null: the house's, with clients' parts in our books. */
    client: client.nullable(),
    mode: z.enum(['Paper', 'Live']),
    /** The key in use; null: nothing can be sent. */
    key: idSchema<VenueKeyId>().nullable(),
  }),
  z.strictObject({
    kind: z.literal('Killed'),
    key: stateKeySchema,
    grade: z.enum(KILL_GRADES),
    by: person,
    why: z.string().min(1).max(500),
  }),
  z.strictObject({
    kind: z.literal('Resumed'),
    key: stateKeySchema,
    ends: z.enum(KILL_GRADES),
    approval,
    proposer: person,
    approvers: z.array(person).min(1).max(20),
  }),
  /** From outside, onto a holder's account at a venue; what is there already waits as suspense. */
  z.strictObject({
    kind: z.literal('DepositRecorded'),
    entry: idSchema<EntryId>(),
    account,
    venueAccount,
    money: moneySchema,
    reference: z.string().min(1).max(200),
    /** Of what is traded against something: at which price per unit its lot is opened. */
    cost: z.strictObject({ instrument, price: decimalSchema }).nullable(),
    approval,
  }),
  z.strictObject({
    kind: z.literal('WithdrawalRecorded'),
    entry: idSchema<EntryId>(),
    account,
    venueAccount,
    money: moneySchema,
    reference: z.string().min(1).max(200),
    approval,
  }),
  /** A break's proposed entry, as it was agreed to: from the place's suspense to a holder, or back. */
  z.strictObject({
    kind: z.literal('BreakClosed'),
    breakId: idSchema(),
    entry: idSchema<EntryId>(),
    /** Null: the break explained itself, and nothing is booked. */
    posting: z.strictObject({ account, money: moneySchema }).nullable(),
    reason: z.string().min(10).max(500),
    approval,
    approvers: z.array(person).min(1).max(20),
  }),
  /** A block is divided by another version of its rule, all that was filled of it too. */
  z.strictObject({
    kind: z.literal('BlockReallocated'),
    clOrdId: idSchema<ClOrdId>(),
    /** The digest of the version that it replaces, in hex. */
    replaces: z.string().regex(/^[0-9a-f]{64}$/),
    method: z.enum(ALLOCATION_METHODS),
    legs: z
      .array(z.strictObject({ account, client, weight: decimalSchema }))
      .min(1)
      .max(50),
    reason: z.string().min(10).max(500),
    approval,
    approvers: z.array(person).min(1).max(20),
  }),
  /** What two people say became of a request whose outcome the venue would not tell. */
  z.strictObject({
    kind: z.literal('OutcomeAsserted'),
    clOrdId: idSchema<ClOrdId>(),
    request: z.enum(['New', 'Cancel', 'Replace']),
    outcome: z.enum(['NeverArrived', 'Ended']),
    reason: z.string().min(10).max(500),
    approval,
    approvers: z.array(person).min(1).max(20),
  }),
]);
export type ControlBody = z.infer<typeof controlBodySchema>;
/** The same as it is told: decimals are text. */
export type ControlText = z.input<typeof controlBodySchema>;

export const controlSchema = z.strictObject({
  /** Of the shard's outbox: counts from 1 without a hole. */
  sequence: z.number().int().positive(),
  at: utcTimeSchema,
  body: controlBodySchema,
});
export type Control = z.infer<typeof controlSchema>;
