/** How one person stops trading: kept, told to the engine and sealed in one transaction. */
import type { Changed, Tx } from '@ultrathink/db';
import { findClient } from '@ultrathink/db/clients';
import { insertStateChange, tellEngine } from '@ultrathink/db/controls';
import { plainTextSchema } from '@ultrathink/domain/access';
import {
  type AnyId,
  type ClientId,
  err,
  ok,
  type Result,
  type UtcTime,
  utcTimeSchema,
} from '@ultrathink/domain/kernel';
import { KILL_GRADES, type KillGrade, STATE_LEVELS, type StateKey } from '@ultrathink/domain/risk';
import { z } from 'zod';
import { clientId } from '../access/schemas.ts';
import { Refusal } from '../errors.ts';
import type { ActContext } from '../procedures/act.ts';

/** Strategies have names; the firm is `firm`. */
const BY_ID: ReadonlySet<string> = new Set(['client', 'account', 'venueKey']);

export const stopInput = {
  key: z
    .strictObject({
      level: z.enum(STATE_LEVELS),
      /** The id of the client, account or venue key, the strategy's name; `firm` for the firm. */
      scope: z.string().min(1).max(100),
    })
    .refine(({ level, scope }) => !BY_ID.has(level) || z.uuid().safeParse(scope).success, {
      path: ['scope'],
      message: 'is no id of what this level stops.',
    }),
  /** Of the levels client and account; null above them. */
  clientId: clientId.nullable(),
  why: plainTextSchema(500).min(1),
};

export const stoppedSchema = z.strictObject({
  /** Of what was kept; the engine's answer is told by the trading state. */
  id: z.string(),
  grade: z.enum(KILL_GRADES),
  /** When it was kept: what venues confirm is counted from here. */
  at: utcTimeSchema,
});

export interface Stop {
  readonly ctx: ActContext;
  readonly tx: Tx;
  readonly at: UtcTime;
  readonly key: StateKey;
  readonly client: ClientId | null;
  readonly grade: KillGrade;
  readonly why: string;
  /** Made to measure how long its cancels take; without, a stop in need. */
  readonly isDrill?: true;
}

export async function stop(
  stopping: Stop,
): Promise<Result<Changed<z.input<typeof stoppedSchema>>, Refusal>> {
  const { ctx, tx, at, key, client, grade, why, isDrill = false } = stopping;
  if (!(await isThere(tx, key, client))) return err(new Refusal('NotFound'));
  const id = ctx.services.ids.next<AnyId>();
  const by = ctx.person;
  await insertStateChange(tx, {
    ...{ id, key, client, change: 'Kill', grade, why, by, at, proposal: null, isDrill },
  });
  const body = { kind: 'Killed', key, grade, by, why } as const;
  await tellEngine(tx, { client, at, cause: id, bodies: [body] });
  return ok({
    answer: { id, grade, at },
    events: [
      {
        action: isDrill ? 'risk.runDrill' : 'risk.kill',
        subject: { kind: 'TradingState', id: `${key.level}:${key.scope}` },
        after: { grade, change: id },
        reason: why,
      },
    ],
  });
}

/** Whether the scope is one of its level and, of a client's, that client's. */
async function isThere(tx: Tx, key: StateKey, client: ClientId | null): Promise<boolean> {
  const isOfClient = key.level === 'client' || key.level === 'account';
  if (isOfClient !== (client !== null)) return false;
  if (client === null) return key.level !== 'firm' || key.scope === 'firm';
  const stored = await findClient(tx, client);
  if (stored === undefined) return false;
  if (key.level === 'client') return key.scope === client;
  return stored.accounts.some(({ id }) => id === key.scope);
}
