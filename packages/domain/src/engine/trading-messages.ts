/**
 * What is asked of an engine about orders, what it answers, and what it tells of them. Figures are
 * decimal text; an answer comes after what was decided is durable, and never before.
 */
import { z } from 'zod';
import {
  type AccountId,
  type ClientId,
  idSchema,
  type PersonId,
  utcTimeSchema,
} from '../kernel/index.ts';
import {
  instrumentTextSchema,
  quantityTextSchema,
  type VenueAccountId,
} from '../market-data/index.ts';
import { KILL_GRADES, STATE_LEVELS, TRADING_STATES } from '../risk/index.ts';
import {
  ALLOCATION_METHODS,
  type ClOrdId,
  ORD_STATUSES,
  ORD_TYPES,
  TIMES_IN_FORCE,
} from '../trading/index.ts';

const amount = z.string().max(80);
const name = z.string().min(1).max(100);
const venue = z.string().min(1).max(40);
const side = z.enum(['Buy', 'Sell']);
const clOrdId = idSchema<ClOrdId>();
const account = idSchema<AccountId>();
const venueAccount = idSchema<VenueAccountId>();
const count = z.number().int().nonnegative();

/** Legs of a block. */
const MOST_LEGS = 200;

/** The form that a price is asked with, and that a quantity has: both are above zero. */
const price = quantityTextSchema;

const termsSchema = z.discriminatedUnion('ordType', [
  z.strictObject({ ordType: z.literal('Market') }),
  z.strictObject({ ordType: z.literal('Limit'), price }),
  z.strictObject({ ordType: z.enum(['Stop', 'MarketIfTouched']), stopPx: price }),
  z.strictObject({ ordType: z.enum(['StopLimit', 'LimitIfTouched']), price, stopPx: price }),
]);

const beneficiarySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('Account'), account }),
  /** Of a house account that trades for them; the rule is sealed before anything leaves. */
  z.strictObject({
    kind: z.literal('Block'),
    account,
    rule: z.strictObject({
      method: z.enum(ALLOCATION_METHODS),
      legs: z
        .array(
          z.strictObject({ account, client: idSchema<ClientId>(), weight: quantityTextSchema }),
        )
        .min(1)
        .max(MOST_LEGS),
      quantityScale: z.number().int().min(0).max(18),
      notionalScale: z.number().int().min(0).max(18),
    }),
  }),
]);

/** An order as it is wished for. */
export const orderWishTextSchema = z.strictObject({
  beneficiary: beneficiarySchema,
  strategy: name.nullable(),
  instrument: instrumentTextSchema,
  side,
  orderQty: quantityTextSchema,
  terms: termsSchema,
  timeInForce: z.enum(TIMES_IN_FORCE),
  expireTime: utcTimeSchema.nullable(),
  isPostOnly: z.boolean(),
  isReduceOnly: z.boolean(),
});
export type OrderWishText = z.infer<typeof orderWishTextSchema>;

export const tradingCommandSchemas = [
  z.strictObject({ name: z.literal('placeOrder'), wish: orderWishTextSchema }),
  /** Decided as it would be, and nothing happens. */
  z.strictObject({ name: z.literal('previewOrder'), wish: orderWishTextSchema }),
  z.strictObject({ name: z.literal('cancelOrder'), clOrdId }),
  z.strictObject({
    name: z.literal('amendOrder'),
    clOrdId,
    orderQty: quantityTextSchema,
    price: price.nullable(),
    stopPx: price.nullable(),
  }),
  /** What the same change would do, and nothing happens. */
  z.strictObject({
    name: z.literal('previewAmend'),
    clOrdId,
    orderQty: quantityTextSchema,
    price: price.nullable(),
    stopPx: price.nullable(),
  }),
  /** What dividing a block by another rule would move; a question, kept nowhere. */
  z.strictObject({
    name: z.literal('previewReallocation'),
    clOrdId,
    /** The digest of the version that it would replace, in hex. */
    replaces: z.string().max(64),
    method: z.enum(ALLOCATION_METHODS),
    legs: z
      .array(z.strictObject({ account, client: idSchema<ClientId>(), weight: quantityTextSchema }))
      .min(1)
      .max(MOST_LEGS),
  }),
  z.strictObject({
    name: z.literal('kill'),
    key: z.strictObject({ level: z.enum(STATE_LEVELS), scope: name }),
    grade: z.enum(KILL_GRADES),
    why: z.string().min(1).max(500),
  }),
  /** Asks the venues again about whatever of an order, or of its children, has no proven outcome. */
  z.strictObject({ name: z.literal('askVenue'), clOrdId }),
  /** Compares an account at a venue with our books now. */
  z.strictObject({ name: z.literal('compareVenue'), venueAccount }),
  /** People decided something: the engine need not wait to look. */
  z.strictObject({ name: z.literal('nudge') }),
  /** How each account at a venue stands now: a question, kept nowhere. */
  z.strictObject({ name: z.literal('readStandings') }),
] as const;
export type TradingCommand = z.infer<(typeof tradingCommandSchemas)[number]>;

/** Who asks for what an order does, as the door's `actor`. */
export const personActorSchema = z.object({
  kind: z.literal('Person'),
  id: idSchema<PersonId>(),
  /** The key of a program that asks in the person's name. */
  apiKey: name.nullable().optional(),
});

const checkSchema = z.strictObject({
  code: name,
  verdict: z.enum(['Refuse', 'CannotTell', 'Near', 'Pass']),
  reason: name,
  limit: amount.nullable(),
  actual: amount.nullable(),
  words: z.record(z.string(), z.string()),
});

const riskDecisionSchema = z.strictObject({
  clOrdId,
  at: utcTimeSchema,
  policy: z.string().max(100),
  verdict: z.enum(['Approved', 'Refused']),
  checks: z.array(checkSchema).max(500),
});

const rejectionSchema = z.discriminatedUnion('by', [
  z.object({ by: z.enum(['Risk', 'Compliance']), refusals: z.array(z.unknown()).max(500) }),
  z.object({ by: z.literal('Venue'), reason: z.string(), code: z.string(), text: z.string() }),
  z.object({ by: z.literal('Engine'), reason: z.object({ code: name }).loose() }),
]);

/** The whole decision on one order; the receipt proves the route and is replayed from its texts. */
export const orderDecisionTextSchema = z.strictObject({
  clOrdId,
  verdict: z.enum(['Placed', 'Refused']),
  rejection: rejectionSchema.nullable(),
  decisions: z.array(riskDecisionSchema).max(64),
  receipt: z
    .strictObject({
      snapshot: z.string(),
      feeTableVersion: z.string(),
      plan: z.string(),
      alternatives: z.string(),
      snapshotHash: z.string(),
      hash: z.string(),
    })
    .nullable(),
  protection: z.enum(['NATIVE_OCO', 'NATIVE_STOP', 'EMULATED', 'NONE']),
});

/** So much more of a block at one place, or below zero less. */
export const blockChangeTextSchema = z.strictObject({
  account,
  place: venueAccount,
  quantity: amount,
  notional: amount,
  fees: z.array(z.strictObject({ asset: z.string().max(16), amount })).max(16),
  commission: amount,
});

const detail = z.string().max(500);
const reallocationRefusalSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.enum(['NoSuchBlock', 'Superseded', 'SameDivision']) }),
  z.strictObject({ code: z.literal('LegOfAnother'), account }),
  z.strictObject({ code: z.enum(['Rule', 'NotBooked']), detail }),
  z.strictObject({ code: z.literal('Check'), account, detail }),
  z.strictObject({
    code: z.literal('CannotHold'),
    account,
    asset: z.string().max(16),
    limit: amount,
    actual: amount,
  }),
]);

const answerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('OrderDecided'), decision: orderDecisionTextSchema }),
  z.strictObject({
    kind: z.literal('Previewed'),
    decision: orderDecisionTextSchema,
    /** Our own, as a share of each fill's notional; null where no tier says it. */
    commissionRate: amount.nullable(),
  }),
  z.strictObject({
    kind: z.literal('AmendPreviewed'),
    clOrdId,
    isLetThrough: z.boolean(),
    decision: orderDecisionTextSchema.nullable(),
    commissionRate: amount.nullable(),
    reserved: z.strictObject({ asset: z.string().max(16), before: amount, after: amount }),
    queues: z.array(venue).max(64),
  }),
  z.strictObject({
    kind: z.literal('ReallocationPreviewed'),
    /** Null: it would be done. */
    refusal: reallocationRefusalSchema.nullable(),
    changes: z.array(blockChangeTextSchema).max(1_000),
  }),
  z.strictObject({ kind: z.literal('CancelAsked'), clOrdId, children: count }),
  z.strictObject({ kind: z.literal('AmendAsked'), clOrdId, children: count }),
  z.strictObject({ kind: z.literal('Killed'), ordersToCancel: count }),
  /** How many questions left for venues. */
  z.strictObject({ kind: z.literal('Asked'), questions: count }),
  /** A kill in force that the journal does not have yet. */
  z.strictObject({ kind: z.literal('StoppedAhead'), ordersToCancel: count }),
  z.strictObject({
    kind: z.literal('Refused'),
    refusal: z.discriminatedUnion('code', [
      z.strictObject({ code: z.literal('NotFound') }),
      z.strictObject({ code: z.literal('KeyReused') }),
      z.strictObject({ code: z.literal('KeyOutOfTime') }),
      z.strictObject({ code: z.literal('VenuesOpening') }),
      z.strictObject({ code: z.literal('NothingToAmend') }),
      z.strictObject({ code: z.literal('AlreadyEnded'), ordStatus: name }),
      z.strictObject({ code: z.literal('Unconfirmed'), clOrdId }),
      z.strictObject({ code: z.literal('NotAllowed'), detail: z.string().max(500) }),
    ]),
  }),
]);
export type TradingAnswer = z.infer<typeof answerSchema>;

/** Accounts at venues of one shard. */
const MOST_STANDINGS = 1_000;

/** Whether an account at a venue agrees with our books. */
const venueStandingSchema = z.strictObject({
  venueAccount,
  venue,
  mode: z.enum(['Paper', 'Live']),
  /** Without a key nothing is sent and nothing is compared. */
  hasKey: z.boolean(),
  /** No new order leaves by it until it agrees. */
  isReconciled: z.boolean(),
  /** What happened up to here was compared; null: nothing yet. */
  comparedUpTo: utcTimeSchema.nullable(),
});
export type VenueStandingView = z.infer<typeof venueStandingSchema>;

export const tradingAnswerSchemas = [
  z.strictObject({ name: z.literal('placeOrder'), answer: answerSchema }),
  z.strictObject({ name: z.literal('previewOrder'), answer: answerSchema }),
  z.strictObject({ name: z.literal('cancelOrder'), answer: answerSchema }),
  z.strictObject({ name: z.literal('amendOrder'), answer: answerSchema }),
  z.strictObject({ name: z.literal('previewAmend'), answer: answerSchema }),
  z.strictObject({ name: z.literal('previewReallocation'), answer: answerSchema }),
  z.strictObject({ name: z.literal('kill'), answer: answerSchema }),
  z.strictObject({ name: z.literal('askVenue'), answer: answerSchema }),
  z.strictObject({ name: z.literal('compareVenue'), answer: answerSchema }),
  z.strictObject({ name: z.literal('nudge') }),
  z.strictObject({
    name: z.literal('readStandings'),
    standings: z.array(venueStandingSchema).max(MOST_STANDINGS),
  }),
] as const;

/** An order, parent or child, as it stands after a commit. By clOrdId. */
export const orderViewSchema = z.strictObject({
  clOrdId,
  level: z.enum(['Parent', 'Child']),
  parentClOrdId: clOrdId.nullable(),
  account,
  venue: venue.nullable(),
  instrument: instrumentTextSchema,
  side,
  ordType: z.enum(ORD_TYPES),
  timeInForce: z.enum(TIMES_IN_FORCE),
  price: amount.nullable(),
  stopPx: amount.nullable(),
  orderQty: amount,
  cumQty: amount,
  leavesQty: amount,
  avgPx: amount.nullable(),
  ordStatus: z.enum(ORD_STATUSES),
  /** Requests whose outcome is not proven. */
  unconfirmed: z.array(z.enum(['New', 'Cancel', 'Replace'])).max(3),
  isTriggered: z.boolean(),
  at: utcTimeSchema,
});
export type OrderView = z.infer<typeof orderViewSchema>;

/** A fill of ours. By venue account and execId. */
export const fillViewSchema = z.strictObject({
  execId: z.string().max(200),
  clOrdId: clOrdId.nullable(),
  venueAccount,
  account: account.nullable(),
  instrument: instrumentTextSchema,
  side,
  lastQty: amount,
  lastPx: amount,
  fee: z.strictObject({ amount, asset: z.string().max(16) }).nullable(),
  isMaker: z.boolean().nullable(),
  at: utcTimeSchema,
});
export type FillView = z.infer<typeof fillViewSchema>;

/** What a holder has of an asset at a place, and what of it is reserved. */
export const balanceViewSchema = z.strictObject({
  holder: z.enum(['Client', 'House']),
  account,
  place: z.string().max(100),
  asset: z.string().max(16),
  total: amount,
  held: amount,
  at: utcTimeSchema,
});
export type BalanceView = z.infer<typeof balanceViewSchema>;

/** The trading state of a level. By `level|scope`. */
export const stateViewSchema = z.strictObject({
  level: z.enum(STATE_LEVELS),
  scope: name,
  state: z.enum(TRADING_STATES),
  why: z.string().max(500),
  at: utcTimeSchema,
});
export type StateView = z.infer<typeof stateViewSchema>;

export const tradingNoticeSchemas = [
  z.strictObject({ topic: z.literal('trading.orders'), payload: orderViewSchema }),
  z.strictObject({ topic: z.literal('trading.fills'), payload: fillViewSchema }),
  z.strictObject({ topic: z.literal('trading.balances'), payload: balanceViewSchema }),
  z.strictObject({ topic: z.literal('trading.states'), payload: stateViewSchema }),
] as const;
