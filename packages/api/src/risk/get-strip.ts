/** What holds for the whole firm at this moment: the first read of the control strip. */
import { read } from '@ultrathink/db';
import { listStandingStates, listTradingModes, type StandingState } from '@ultrathink/db/controls';
import { latestCheckpoint } from '@ultrathink/db/proof';
import { countDoubts } from '@ultrathink/db/trading';
import { mayTry } from '@ultrathink/domain/access';
import type { VenueStandingView } from '@ultrathink/domain/engine';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { KILL_GRADES, STATE_LEVELS, TRADING_STATES } from '@ultrathink/domain/risk';
import { DEPLOYMENTS } from '@ultrathink/runtime';
import { z } from 'zod';
import { clientId } from '../access/schemas.ts';
import { standingsOf } from '../engine/standings-of.ts';
import { actingIn } from '../procedures/authorise.ts';
import { query } from '../procedures/query.ts';

const MOST_STATES = 500;
const MOST_VENUES = 50;
const count = z.int().nonnegative();

const output = z.strictObject({
  at: utcTimeSchema,
  deployment: z.enum(DEPLOYMENTS),
  /** Paper before anybody decided. */
  mode: z.enum(['Paper', 'Live']),
  /**
   * Away: no engine answers. Closed: it does not lead, or no account at a venue may be used. New orders
   * are refused in both, whatever the states say.
   */
  engine: z.enum(['Trading', 'Closed', 'Away']),
  /** Venues with an account that takes no order yet: it is not compared with the books. */
  reconciling: z.array(z.string()).max(MOST_VENUES),
  /** Where anything ever stopped; a level that is not here trades. Of several shards the strictest. */
  states: z
    .array(
      z.strictObject({
        level: z.enum(STATE_LEVELS),
        scope: z.string(),
        clientId: clientId.nullable(),
        state: z.enum(TRADING_STATES),
        grade: z.enum(KILL_GRADES).nullable(),
        since: utcTimeSchema.nullable(),
        why: z.string(),
      }),
    )
    .max(MOST_STATES),
  /** Null where the caller may not see them. */
  unconfirmed: count.nullable(),
  breaks: count.nullable(),
  /** Up to where the trail is numbered and signed; null before the first time. */
  sealed: z.strictObject({ size: count, at: utcTimeSchema }).nullable(),
});

type Engine = z.infer<typeof output>['engine'];

interface EngineStanding {
  readonly engine: Engine;
  readonly reconciling: string[];
}

function engineOf(
  standings: readonly VenueStandingView[] | null,
  inForce: 'Paper' | 'Live',
): EngineStanding {
  if (standings === null) return { engine: 'Away', reconciling: [] };
  const used = standings.filter(({ mode, hasKey }) => mode === inForce && hasKey);
  const closed = used.filter(({ isReconciled }) => !isReconciled);
  return {
    engine: closed.length < used.length ? 'Trading' : 'Closed',
    reconciling: [...new Set(closed.map(({ venue }) => venue))].sort().slice(0, MOST_VENUES),
  };
}

/** Each shard has its own word on a level: the one that lets least through stands. */
function strictest(states: readonly StandingState[]): readonly StandingState[] {
  const found = new Map<string, StandingState>();
  for (const one of states) {
    const key = `${one.key.level}|${one.key.scope}`;
    const known = found.get(key);
    const isStricter =
      known === undefined ||
      TRADING_STATES.indexOf(one.state) > TRADING_STATES.indexOf(known.state);
    if (isStricter) found.set(key, one);
  }
  return [...found.values()];
}

export const getStrip = query('risk.readStrip')
  .output(output)
  .query(async ({ ctx }) => {
    const firm = { kind: 'Firm' } as const;
    const { database, actor } = await ctx.authorise('risk.readStrip', firm);
    const { services, caller } = ctx;
    const at = services.clock.now();
    const acting = actingIn(caller.access, caller.organisation);
    const maySee = (permission: 'trading.readOrders' | 'portfolio.readBreaks') =>
      mayTry(acting, permission, firm, at).ok;
    const standings = await standingsOf(ctx);
    return read(database, actor, async (tx) => {
      const [mode] = await listTradingModes(tx, 1);
      const states = strictest(await listStandingStates(tx));
      const inForce = mode?.mode ?? 'Paper';
      const doubts = await countDoubts(tx);
      const checkpoint = await latestCheckpoint(tx);
      return {
        at,
        deployment: services.deployment,
        mode: inForce,
        ...engineOf(standings, inForce),
        states: states.slice(0, MOST_STATES).map(({ key, client, by: _, ...state }) => ({
          ...state,
          level: key.level,
          scope: key.scope,
          clientId: client,
        })),
        unconfirmed: maySee('trading.readOrders') ? doubts.unconfirmed : null,
        breaks: maySee('portfolio.readBreaks') ? doubts.breaks : null,
        sealed: checkpoint === undefined ? null : { size: checkpoint.size, at: checkpoint.at },
      };
    });
  });
