/**
 * Proposes that a block be divided by another version of its rule, and with it all that was filled. What it
 * would move is asked of the engine first, and is part of what is agreed to.
 */
import type { ControlPayload } from '@ultrathink/domain/engine/controls';
import {
  type AccountId,
  type Asset,
  decimal,
  err,
  idSchema,
  sum,
  toText,
} from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { reasonSchema } from '../access/schemas.ts';
import { open, openedSchema } from '../approval/open.ts';
import { askEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { amountOf } from '../ledger/amount.ts';
import { act } from '../procedures/act.ts';
import { expectAnswer } from './answer.ts';
import { blockInput } from './block-wish.ts';
import { reallocationSentence } from './reallocation-text.ts';
import { legsWithClients, resourceOfReallocation } from './reallocation-wish.ts';

export const proposeReallocation = act('trading.proposeReallocation')
  .input(
    z.strictObject({
      clOrdId: idSchema<ClOrdId>(),
      method: blockInput.method,
      legs: blockInput.legs,
      /** Sealed with the new version. */
      reason: reasonSchema,
    }),
  )
  .output(openedSchema)
  .change({
    resource: async (ctx, input) => {
      const { kind, client } = await resourceOfReallocation(ctx, input);
      return { kind, client };
    },
    subject: (input) => input.clOrdId,
    // The engine says what it would move before a transaction begins.
    prepare: async (ctx, { clOrdId, method, legs: asked }) => {
      const resource = await resourceOfReallocation(ctx, { clOrdId, legs: asked });
      const legs = legsWithClients(asked, resource);
      const rule = { clOrdId, replaces: resource.block.hash, method, legs };
      const { answer } = await askEngine(ctx, { name: 'previewReallocation', ...rule });
      return { rule, block: resource.block, ...expectAnswer(answer, 'ReallocationPreviewed') };
    },
    run: async ({ ctx, input: { clOrdId, reason }, resource, tx, at, prepared }) => {
      const { rule, block, refusal, changes } = prepared;
      if (refusal !== null) {
        const sentence = `${reallocationSentence(refusal)} Nothing was proposed.`;
        return err(new Refusal('Conflict', sentence));
      }
      const { instrument } = block;
      const before = block.legs.map((leg) => ({ ...leg }));
      const moved = effectOf(changes);
      const payload: ControlPayload<'trading.proposeReallocation'> = {
        ...{ client: resource.client, ...rule, reason, instrument, before, moved },
      };
      const quote = (instrument.split('/')[1] ?? '') as Asset;
      const given = moved.filter(({ quantity }) => quantity.startsWith('-'));
      const amount = await amountOf(
        tx,
        given.map(({ notional }) => ({ asset: quote, amount: notional })),
      );
      const asked = { act: 'trading.proposeReallocation', subject: clOrdId, payload } as const;
      return open({ ctx, tx, at, ...asked, resource, reason, amount });
    },
  });

interface Change {
  readonly account: string;
  readonly quantity: string;
  readonly notional: string;
  readonly fees: readonly { readonly asset: string; readonly amount: string }[];
  readonly commission: string;
}

/** Of each account, over all places. */
function effectOf(
  changes: readonly Change[],
): ControlPayload<'trading.proposeReallocation'>['moved'] {
  const groups = Map.groupBy(changes, ({ account }) => account);
  return [...groups].map(([account, parts]) => {
    const total = (of: (change: Change) => string) =>
      toText(sum(parts.map((one) => decimal(of(one)))));
    return {
      account: account as AccountId,
      quantity: total(({ quantity }) => quantity),
      notional: total(({ notional }) => notional),
      commission: total(({ commission }) => commission),
    };
  });
}
