/** What stands behind one order: sealed events, commits, sendings, entries, and what else it would have cost. */
import { read } from '@ultrathink/db';
import {
  type ExecutionRow,
  findOrder,
  findOrderTrail,
  type OneOrder,
} from '@ultrathink/db/trading';
import {
  type AccountId,
  decimal,
  type EventId,
  idSchema,
  toText,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import {
  type AfterFills,
  afterFills,
  type ClOrdId,
  gotOf,
  readSnapshot,
} from '@ultrathink/domain/trading';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sightOf } from '../procedures/sight-of.ts';

const amount = z.string().max(80);
const fee = z.strictObject({ amount, asset: z.string() }).nullable();

const afterFillsSchema = z.strictObject({
  /** `Routed` is what was got; `Only` one venue alone; `BestPrice` the best prices without fees. */
  name: z.enum(['Routed', 'Only', 'BestPrice']),
  venue: z.string().nullable(),
  quantity: amount,
  avgPx: amount.nullable(),
  allInPx: amount.nullable(),
  dearerBps: amount.nullable(),
  dearer: amount.nullable(),
});

const output = z.strictObject({
  /** Of the order, its children and the entries of its fills, oldest first. */
  events: z.array(
    z.strictObject({
      id: idSchema<EventId>(),
      at: utcTimeSchema,
      chain: z.string(),
      sequence: z.int(),
      action: z.string(),
      /** The sealed bytes: canonical JSON. */
      body: z.string(),
      previousHash: z.string(),
      hash: z.string(),
      index: z.int().nullable(),
    }),
  ),
  /** Of the journal's records, by the database's clock; null for what is older than that. */
  commits: z.array(z.strictObject({ sequence: z.int(), recordedAt: z.string().nullable() })),
  /** Requests about its children, with the moment the first byte of each left. */
  sendings: z.array(
    z.strictObject({
      clOrdId: idSchema<ClOrdId>(),
      venue: z.string(),
      operation: z.string(),
      at: utcTimeSchema,
      roundTripMs: z.number(),
      fault: z.string().nullable(),
    }),
  ),
  entries: z.array(
    z.strictObject({
      id: z.string(),
      at: utcTimeSchema,
      cause: z.string(),
      execId: z.string().nullable(),
      sequence: z.int(),
      postings: z.array(
        z.strictObject({
          kind: z.string(),
          account: idSchema<AccountId>().nullable(),
          asset: z.string(),
          placeKind: z.string(),
          place: z.string(),
          amount,
        }),
      ),
    }),
  ),
  allotments: z.array(
    z.strictObject({
      execId: z.string(),
      account: idSchema<AccountId>(),
      lastQty: amount,
      lastPx: amount,
      fee,
    }),
  ),
  /** By the books of the first decision; empty before a fill, and where a fee is not known. */
  afterFills: z.array(afterFillsSchema),
});

export const getOrderTrail = query('trading.readOrders')
  .input(z.strictObject({ clOrdId: idSchema<ClOrdId>() }))
  .output(output)
  .query(async ({ ctx, input: { clOrdId } }) => {
    const { database, actor } = await ctx.authorise('trading.readOrders', sightOf(ctx.caller));
    const found = await read(
      database,
      actor,
      async (tx) => {
        const trail = await findOrderTrail(tx, clOrdId);
        return trail && { trail, whole: await findOrder(tx, clOrdId) };
      },
      { isOneMoment: true },
    );
    if (found?.whole === undefined) throw new Refusal('NotFound');
    return {
      ...(found.trail as unknown as z.input<typeof output>),
      afterFills: costsElsewhere(found.whole),
    };
  });

/** Empty for an order that was routed in no one decision: what each saw is not what all got. */
function costsElsewhere({ order, executions, receipts }: OneOrder) {
  const [receipt, ...others] = receipts;
  const [base = '', quote = ''] = order.instrument.split('/');
  if (receipt === undefined || others.length > 0 || executions.length === 0) return [];
  const read = readSnapshot(receipt.snapshot);
  const got = gotOf(executions.map(fillOf), base, quote);
  return read.ok && got !== null ? afterFills(read.value, got).map(afterText) : [];
}

const fillOf = ({ lastQty, lastPx, fee: paid }: ExecutionRow) => ({
  lastQty: decimal(lastQty),
  lastPx: decimal(lastPx),
  fee: paid === null ? null : { amount: decimal(paid.amount), asset: paid.asset },
});

const textOrNull = (value: AfterFills['dearer']) => (value === null ? null : toText(value));

const afterText = ({ name, quantity, ...row }: AfterFills): z.input<typeof afterFillsSchema> => ({
  name: name.kind,
  venue: name.kind === 'Only' ? name.venue : null,
  quantity: toText(quantity),
  avgPx: textOrNull(row.avgPx),
  allInPx: textOrNull(row.allInPx),
  dearerBps: textOrNull(row.dearerBps),
  dearer: textOrNull(row.dearer),
});
