/** A command at the door as the core takes it: texts become exact figures, and somebody stands behind it. */
import { type Command, type OrderWishText, personActorSchema } from '@ultrathink/domain/engine';
import type { Asker, CommandAct, CommandInput, OrderWish } from '@ultrathink/domain/engine/core';
import {
  canonicalDigest,
  decimal,
  type Price,
  type Quantity,
  type UtcTime,
  unwrap,
} from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import type { OrderTerms } from '@ultrathink/domain/trading';
import { sha256 } from './sha256.ts';

/** What an engine journals; the others are questions. */
export type TradingBody = Extract<
  Command['body'],
  {
    readonly name:
      | 'placeOrder'
      | 'previewOrder'
      | 'cancelOrder'
      | 'amendOrder'
      | 'previewAmend'
      | 'previewReallocation'
      | 'kill'
      | 'askVenue'
      | 'compareVenue';
  }
>;

const NAMES: ReadonlySet<string> = new Set<TradingBody['name']>([
  'placeOrder',
  'previewOrder',
  'cancelOrder',
  'amendOrder',
  'previewAmend',
  'previewReallocation',
  'kill',
  'askVenue',
  'compareVenue',
]);

export const isTrading = (body: Command['body']): body is TradingBody => NAMES.has(body.name);

/** Null where nobody stands behind it. */
export function commandInputOf(
  command: Command,
  body: TradingBody,
  receivedAt: UtcTime,
): CommandInput | null {
  const actor = personActorSchema.safeParse(command.actor);
  if (!actor.success) return null;
  const asker: Asker = {
    person: actor.data.id,
    session: command.sessionId,
    apiKey: actor.data.apiKey ?? null,
    correlationId: command.correlationId,
  };
  // The text as it came: the same wish gives the same hash, whatever becomes of its figures here.
  const hash = unwrap(canonicalDigest(body, sha256));
  return {
    kind: 'Command',
    commandId: command.commandId,
    idempotencyKey: command.idempotencyKey,
    inputHash: Buffer.from(hash).toString('hex'),
    asker,
    act: actOf(body),
    receivedAt,
  };
}

function actOf(body: TradingBody): CommandAct {
  switch (body.name) {
    case 'placeOrder':
      return { act: 'PlaceOrder', wish: wishOf(body.wish) };
    case 'previewOrder':
      return { act: 'PreviewOrder', wish: wishOf(body.wish) };
    case 'cancelOrder':
      return { act: 'CancelOrder', clOrdId: body.clOrdId };
    case 'amendOrder':
    case 'previewAmend':
      return {
        act: body.name === 'amendOrder' ? 'AmendOrder' : 'PreviewAmend',
        clOrdId: body.clOrdId,
        orderQty: quantityOf(body.orderQty),
        price: body.price === null ? null : priceOf(body.price),
        stopPx: body.stopPx === null ? null : priceOf(body.stopPx),
      };
    case 'previewReallocation': {
      const legs = body.legs.map((leg) => ({ ...leg, weight: decimal(leg.weight) }));
      const { clOrdId, replaces, method } = body;
      return { act: 'PreviewReallocation', clOrdId, replaces, method, legs };
    }
    case 'askVenue':
      return { act: 'AskVenue', clOrdId: body.clOrdId };
    case 'compareVenue':
      return { act: 'CompareVenue', venueAccount: body.venueAccount };
    case 'kill':
      return { act: 'Kill', key: body.key, grade: body.grade, why: body.why };
  }
}

// The contract lets only positive figures through that are kept exactly.
const quantityOf = (text: string): Quantity => decimal(text) as Quantity;
const priceOf = (text: string): Price => decimal(text) as Price;

function wishOf({ beneficiary, instrument, orderQty, terms, ...wish }: OrderWishText): OrderWish {
  return {
    ...wish,
    beneficiary: beneficiaryOf(beneficiary),
    instrument: instrument as InstrumentId,
    orderQty: quantityOf(orderQty),
    terms: termsOf(terms),
  };
}

function beneficiaryOf(beneficiary: OrderWishText['beneficiary']): OrderWish['beneficiary'] {
  if (beneficiary.kind === 'Account') return beneficiary;
  const { rule, ...block } = beneficiary;
  const legs = rule.legs.map((leg) => ({ ...leg, weight: decimal(leg.weight) }));
  return { ...block, rule: { ...rule, legs } };
}

function termsOf(terms: OrderWishText['terms']): OrderTerms {
  switch (terms.ordType) {
    case 'Market':
      return terms;
    case 'Limit':
      return { ordType: 'Limit', price: priceOf(terms.price) };
    case 'Stop':
    case 'MarketIfTouched':
      return { ordType: terms.ordType, stopPx: priceOf(terms.stopPx) };
    default:
      return {
        ordType: terms.ordType,
        price: priceOf(terms.price),
        stopPx: priceOf(terms.stopPx),
      };
  }
}
