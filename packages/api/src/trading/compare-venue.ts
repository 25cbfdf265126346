/** Compares an account at a venue with our books now, before its turn. */
import { read } from '@ultrathink/db';
import { findVenueAccount } from '@ultrathink/db/venue-keys';
import { err, type IdempotencyKey, idSchema, ok } from '@ultrathink/domain/kernel';
import type { VenueAccountId } from '@ultrathink/domain/market-data';
import { z } from 'zod';
import { commandEngine } from '../engine/ask-engine.ts';
import { Refusal } from '../errors.ts';
import { act } from '../procedures/act.ts';
import { authorise } from '../procedures/authorise.ts';
import { expectAnswer } from './answer.ts';

export const compareVenue = act('trading.askVenue')
  .input(z.strictObject({ venueAccountId: idSchema<VenueAccountId>() }))
  .output(z.strictObject({ questions: z.int().nonnegative() }))
  .change({
    resource: () => ({ kind: 'Firm' }),
    subject: ({ venueAccountId }) => venueAccountId,
    prepare: async (ctx, { venueAccountId: venueAccount }) => {
      const firm = { kind: 'Firm' } as const;
      const { database, actor } = await authorise(ctx, ctx.caller, 'trading.askVenue', firm);
      const found = await read(database, actor, (tx) => findVenueAccount(tx, venueAccount));
      if (found === undefined) throw new Refusal('NotFound');
      const key = ctx.services.ids.next<IdempotencyKey>();
      const { answer } = await commandEngine(ctx, key, { name: 'compareVenue', venueAccount });
      return { questions: expectAnswer(answer, 'Asked').questions };
    },
    run: async ({ input, prepared }) => {
      if (prepared.questions === 0) return err(new Refusal('NotFound'));
      const subject = { kind: 'VenueAccount', id: input.venueAccountId };
      const event = { action: 'trading.compareVenue', subject, after: prepared };
      return ok({ answer: prepared, events: [event] });
    },
  });
