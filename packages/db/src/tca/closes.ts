import type { UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';
import { utcOf } from '../moments.ts';

export interface LastClose {
  readonly base: string;
  readonly quote: string;
  readonly close: string;
  readonly opensAt: UtcTime;
}

/** The newest minute that is kept of each instrument, at whichever venue. */
export async function listLastCloses(tx: Tx): Promise<LastClose[]> {
  const rows = await tx.$queryRaw<
    { base: string; quote: string; close: string; opens_at: Date }[]
  >(Prisma.sql`
    select i.base, i.quote, trim_scale(b.close)::text as close, b.opens_at
    from market_data.instrument i cross join lateral (
      select last.close, last.opens_at from market_data.venue_instrument v cross join lateral (
        select close, opens_at from market_data.bar
        where instrument_id = i.id and venue = v.venue order by opens_at desc limit 1) as last
      where v.instrument_id = i.id order by last.opens_at desc, v.venue limit 1) as b
    order by i.id`);
  return rows.map(({ base, quote, close, opens_at }) => ({
    base,
    quote,
    close,
    opensAt: utcOf(opens_at),
  }));
}
