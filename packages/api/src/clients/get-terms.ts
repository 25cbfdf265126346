/** A client's terms, mandates and traders: what holds, what held, and who agreed to it. */
import { read } from '@ultrathink/db';
import { findClient } from '@ultrathink/db/clients';
import { listMandates, listTerms, listTraders } from '@ultrathink/db/controls';
import { COMMERCIAL_TIERS } from '@ultrathink/domain/clients';
import { CLIENT_CATEGORIES, CLIENT_STATES } from '@ultrathink/domain/compliance';
import { type AccountId, idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { LOT_METHODS } from '@ultrathink/domain/portfolio';
import { z } from 'zod';
import { oneClient } from '../access/asked-client.ts';
import { personRefSchema, readNames, refOf } from '../access/names.ts';
import { clientId } from '../access/schemas.ts';
import { readAgreements, versionFields } from '../approval/versions.ts';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';

const VERSIONS_MOST = 100;
const ROWS_MOST = 2_000;

const termsSchema = z.strictObject({
  ...versionFields,
  state: z.enum(CLIENT_STATES),
  category: z.enum(CLIENT_CATEGORIES),
  tier: z.enum(COMMERCIAL_TIERS),
  lotMethod: z.enum(LOT_METHODS),
  /** Milliseconds of the UTC day at which its Day orders end. */
  dayCutOffMs: z.int(),
});

const mandateSchema = z.strictObject({
  ...versionFields,
  instruments: z.array(z.string()),
  venues: z.array(z.string()),
  sides: z.array(z.enum(['Buy', 'Sell'])),
  until: utcTimeSchema.nullable(),
});

const tradersSchema = z.strictObject({ ...versionFields, traders: z.array(personRefSchema) });

const output = z.strictObject({
  id: clientId,
  name: z.string(),
  lei: z.string().nullable(),
  /** Newest first: the first holds. Empty before anything was decided. */
  terms: z.array(termsSchema).max(VERSIONS_MOST),
  /** By name; of each the newest version first. */
  accounts: z.array(
    z.strictObject({
      id: idSchema<AccountId>(),
      name: z.string(),
      mandates: z.array(mandateSchema),
      traders: z.array(tradersSchema),
    }),
  ),
});

export const getTerms = query('clients.read')
  .input(
    z.strictObject({
      /** One's own where it is left out. */
      clientId: clientId.optional(),
    }),
  )
  .output(output)
  .query(async ({ ctx, input }) => {
    const resource = oneClient(ctx.caller, input.clientId);
    const { database, actor } = await ctx.authorise('clients.read', resource);
    return read(database, actor, async (tx) => {
      const client = await findClient(tx, resource.client);
      if (client === undefined) throw new Refusal('NotFound');
      const terms = await listTerms(tx, client.id, VERSIONS_MOST);
      const mandates = await listMandates(tx, client.id, ROWS_MOST);
      const traders = await listTraders(tx, client.id, ROWS_MOST);
      const all = [...terms, ...mandates, ...traders].map(({ proposal }) => proposal);
      const agreed = await readAgreements(tx, ctx.services, all);
      const people = [...new Set(traders.flatMap((one) => one.traders))];
      const names = await readNames(tx, ctx.services, people);
      return {
        id: client.id,
        name: client.name,
        lei: client.lei,
        terms: terms.map((one) => ({
          ...agreed.version(one),
          state: one.state,
          category: one.category,
          tier: one.tier,
          lotMethod: one.lotMethod,
          dayCutOffMs: one.dayCutOffMs,
        })),
        accounts: client.accounts.map(({ id, name }) => ({
          id,
          name,
          mandates: mandates
            .filter(({ account }) => account === id)
            .map((one) => ({
              ...agreed.version(one),
              instruments: [...one.instruments],
              venues: [...one.venues],
              sides: [...one.sides],
              until: one.until,
            })),
          traders: traders
            .filter(({ account }) => account === id)
            .map((one) => ({
              ...agreed.version(one),
              traders: one.traders.map((person) => refOf(names, person)),
            })),
        })),
      };
    });
  });
