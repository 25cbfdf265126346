/** What a client has now, valued in US dollars: by asset, by position, and what was gained. */
import { read } from '@ultrathink/db';
import { listFunds, listPositions } from '@ultrathink/db/trading';
import {
  type AccountId,
  type Decimal,
  decimal,
  idSchema,
  subtract,
  sum,
  toText,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import { instrumentTextSchema } from '@ultrathink/domain/market-data';
import { holdingsOf, unrealisedInQuote, worthOf } from '@ultrathink/domain/portfolio';
import { z } from 'zod';
import { oneClient } from '../access/asked-client.ts';
import { clientId } from '../access/schemas.ts';
import { query } from '../procedures/query.ts';
import { liveMids, MONEY, ratesNow } from './rates.ts';

const MOST = 2_000;
const amount = z.string().max(100);
const amountOrNull = amount.nullable();

const output = z.strictObject({
  at: utcTimeSchema,
  money: z.string(),
  /** By live prices; else by the newest minutes that are kept. */
  isLive: z.boolean(),
  /** The oldest price there is. */
  asOf: utcTimeSchema.nullable(),
  /** Null where an asset that is held has no price. */
  total: amountOrNull,
  /** Of what has a price. */
  valued: amount,
  /** What was realised, and what open positions would: each null where a price is missing. */
  realised: amountOrNull,
  unrealised: amountOrNull,
  /** By value, largest first. */
  holdings: z
    .array(
      z.strictObject({
        asset: z.string(),
        quantity: amount,
        /** Part of it that is reserved for working orders. */
        held: amount,
        price: amountOrNull,
        value: amountOrNull,
        share: amountOrNull,
      }),
    )
    .max(MOST),
  positions: z
    .array(
      z.strictObject({
        account: idSchema<AccountId>(),
        instrument: instrumentTextSchema,
        quantity: amount,
        /** Of the open lots; gains likewise: in quote asset. */
        cost: amount,
        realised: amount,
        unrealised: amountOrNull,
      }),
    )
    .max(MOST),
});

export const getHoldings = query('portfolio.read')
  .input(
    z.strictObject({
      /** One's own where it is left out. */
      clientId: clientId.optional(),
      account: idSchema<AccountId>().nullable().default(null),
    }),
  )
  .output(output)
  .query(async ({ ctx, input }) => {
    const resource = oneClient(ctx.caller, input.clientId);
    const { database, actor } = await ctx.authorise('portfolio.read', resource);
    const at = ctx.services.clock.now();
    const mids = await liveMids(ctx, at);
    const search = { client: resource.client, account: input.account, most: MOST };
    return read(database, actor, async (tx) => {
      const { isLive, asOf, rates } = await ratesNow(tx, mids);
      const funds = await listFunds(tx, search);
      const positions = (await listPositions(tx, search)).map((row) => gainOf(row, rates));
      const held = holdingsOf(funds.map(amountsOf), rates);
      return {
        at,
        money: MONEY,
        isLive,
        asOf,
        total: textOf(held.total),
        valued: toText(held.valued),
        realised: textOf(sumOf(positions.map(({ inMoney }) => inMoney.realised))),
        unrealised: textOf(sumOf(positions.map(({ inMoney }) => inMoney.unrealised))),
        holdings: held.holdings.map(({ asset, quantity, held: reserved, price, value, share }) => ({
          asset,
          quantity: toText(quantity),
          held: toText(reserved),
          price: textOf(price),
          value: textOf(value),
          share: textOf(share),
        })),
        positions: positions.map(({ row, realised, unrealised }) => ({
          account: row.account,
          instrument: row.instrument,
          quantity: row.quantity,
          cost: row.cost,
          realised: toText(realised),
          unrealised: textOf(unrealised),
        })),
      };
    });
  });

const textOf = (value: Decimal | null): string | null => (value === null ? null : toText(value));

interface FundsRow {
  readonly asset: string;
  readonly balance: string;
  readonly held: string;
}

const amountsOf = ({ asset, balance, held }: FundsRow) => {
  return { asset, balance: decimal(balance), held: decimal(held) };
};

type PositionRow = Awaited<ReturnType<typeof listPositions>>[number];

function gainOf(row: PositionRow, rates: ReadonlyMap<string, Decimal>) {
  const [base = '', quote = ''] = row.instrument.split('/');
  const position = {
    quantity: decimal(row.quantity),
    cost: decimal(row.cost),
    realised: decimal(row.realised),
    feesApart: decimal(row.feesApart),
  };
  const by = { base: rates.get(base) ?? null, quote: rates.get(quote) ?? null };
  return {
    row,
    realised: subtract(position.realised, position.feesApart),
    unrealised: unrealisedInQuote(position, by),
    inMoney: worthOf(position, by),
  };
}

/** A part that is not known is no nought. */
function sumOf(parts: readonly (Decimal | null)[]): Decimal | null {
  const known = parts.filter((part) => part !== null);
  return known.length < parts.length ? null : sum(known);
}
