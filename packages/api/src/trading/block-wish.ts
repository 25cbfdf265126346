/** A block as it is asked for, and as the engine is asked: whose each leg is, is looked up here. */
import { type OrderWishText, orderWishTextSchema } from '@ultrathink/domain/engine';
import { type AccountId, type ClientId, idSchema } from '@ultrathink/domain/kernel';
import { quantityTextSchema } from '@ultrathink/domain/market-data';
import { ALLOCATION_METHODS } from '@ultrathink/domain/trading';
import { z } from 'zod';
import type { Asking } from '../access/look-up.ts';
import { type ClientResource, resourceOfAccount } from './whose.ts';

/** Every part is checked for every child; the engine takes no more. */
const MOST_LEGS = 50;
/** To the satoshi, in both assets; where a venue is finer so is the division. */
const SCALE = 8;

const { instrument, side, orderQty, terms, timeInForce, expireTime, isPostOnly } =
  orderWishTextSchema.shape;

export const blockInput = {
  /** The account of the house that trades for them. */
  house: idSchema<AccountId>(),
  ...{ instrument, side, orderQty, terms, timeInForce, expireTime, isPostOnly },
  /** What a weight is: any measure of size, a part of the quantity, or a percentage. */
  method: z.enum(ALLOCATION_METHODS),
  legs: z
    .array(z.strictObject({ account: idSchema<AccountId>(), weight: quantityTextSchema }))
    .min(1)
    .max(MOST_LEGS),
};
const blockSchema = z.strictObject(blockInput);
export type BlockInput = z.output<typeof blockSchema>;

/** Of the first leg, with those of all. */
export interface BlockResource extends ClientResource {
  readonly clients: ReadonlyMap<AccountId, ClientId>;
}

/** @throws {Refusal} NotFound for a leg that is not there, or not within the caller's reach. */
export async function resourceOfBlock(
  asking: Asking,
  permission: 'trading.placeBlockOrder' | 'trading.previewBlock',
  { legs }: Pick<BlockInput, 'legs'>,
): Promise<BlockResource> {
  const clients = new Map<AccountId, ClientId>();
  let first: ClientResource | null = null;
  for (const { account } of legs) {
    const resource = await resourceOfAccount(asking, permission, account);
    first ??= resource;
    clients.set(account, resource.client);
  }
  if (first === null) throw new Error('A block has a leg.');
  return { ...first, clients };
}

export function wishOfBlock(input: BlockInput, { clients }: BlockResource): OrderWishText {
  const { house, method, legs, ...order } = input;
  return {
    instrument: order.instrument,
    side: order.side,
    orderQty: order.orderQty,
    terms: order.terms,
    timeInForce: order.timeInForce,
    expireTime: order.expireTime,
    isPostOnly: order.isPostOnly,
    strategy: null,
    isReduceOnly: false,
    beneficiary: {
      kind: 'Block',
      account: house,
      rule: {
        method,
        legs: legs.map(({ account, weight }) => {
          const client = clients.get(account);
          if (client === undefined) throw new Error('A leg was not looked up.');
          return { account, client, weight };
        }),
        quantityScale: SCALE,
        notionalScale: SCALE,
      },
    },
  };
}
