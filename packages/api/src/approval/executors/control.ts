/**
 * What all executors of controls do: the version that is next is part of the world, so that of two proposals
 * about the same thing the second is stale; what was agreed to is kept, and told to the engine last, in the
 * same transaction.
 */
import type { Tx } from '@ultrathink/db';
import { findClient } from '@ultrathink/db/clients';
import { type Keeping, tellEngine } from '@ultrathink/db/controls';
import { clientOf, type ProposalId } from '@ultrathink/domain/access';
import type { TierTable } from '@ultrathink/domain/clients';
import {
  CONTROL_PAYLOADS,
  type ControlAct,
  type ControlPayload,
  controlBodies,
} from '@ultrathink/domain/engine/controls';
import {
  type AccountId,
  type ClientId,
  err,
  ok,
  type PersonId,
  type Result,
} from '@ultrathink/domain/kernel';
import type { z } from 'zod';
import type { Applying, Asked, Executor, ExecutorRefusal, Reading, World } from '../executor.ts';
import type { ControlRefusal } from './control-sentences.ts';
import { readPayload } from './read.ts';

/** What a proposal meets. */
export interface Found {
  /** Whom it concerns; null: everybody. */
  readonly client: ClientId | null;
  /** The one it would make; 0 where there are none. */
  readonly version: number;
  /** What it replaces, for people to compare; undefined when it is new. */
  readonly before: unknown;
  /** Besides the version: what must not have moved. */
  readonly world?: unknown;
  readonly concerns?: readonly PersonId[];
  /** The table as this proposal would make it. */
  readonly tiers?: (proposal: ProposalId) => TierTable;
}

export interface ControlSpec<A extends ControlAct> {
  readonly act: A;
  /** In the trail. */
  readonly event: string;
  readonly subject: (payload: ControlPayload<A>) => { readonly kind: string; readonly id: string };
  readonly find: (
    reading: Reading,
    payload: ControlPayload<A>,
  ) => Promise<Result<Found, ExecutorRefusal>>;
  /** False when something else was kept first. Where nothing is kept, the engine alone knows. */
  readonly keep?: (
    tx: Tx,
    payload: ControlPayload<A>,
    keeping: Keeping,
    given: { readonly found: Found; readonly applying: Applying },
  ) => Promise<boolean>;
}

interface Prepared<A extends ControlAct> extends World {
  readonly payload: ControlPayload<A>;
  readonly found: Found;
}

export function controlExecutor<A extends ControlAct>(spec: ControlSpec<A>): Executor {
  const prepare = async (
    reading: Reading,
    { resource, payload: given }: Pick<Asked, 'payload' | 'resource'>,
  ): Promise<Result<Prepared<A>, ExecutorRefusal>> => {
    // The index loses which act it is; the schema and the payload are of the same one.
    const schema = CONTROL_PAYLOADS[spec.act] as unknown as z.ZodType<ControlPayload<A>>;
    const read = readPayload(schema, given);
    if (!read.ok) return read;
    const payload = read.value;
    const found = await spec.find(reading, payload);
    if (!found.ok) return found;
    const { client, version, before, world = null, concerns = [] } = found.value;
    if (!isAboutThis(clientOf(resource), client)) return err({ code: 'SubjectGone' });
    return ok({
      payload,
      found: found.value,
      world: { act: spec.act, version, world },
      before,
      concerns,
    });
  };
  return {
    readWorld: prepare,

    async apply(given) {
      const { tx, at, execution } = given;
      const prepared = await prepare(given, execution);
      if (!prepared.ok) return prepared;
      const { payload, found } = prepared.value;
      const { proposal, proposer, approvals, payloadHash } = execution;
      const keeping: Keeping = { version: found.version, at, proposal };
      const isKept = (await spec.keep?.(tx, payload, keeping, { found, applying: given })) ?? true;
      if (!isKept) return err({ code: 'Overtaken' });
      const approvers = approvals.map(({ person }) => person);
      const { client } = found;
      const tiers = found.tiers?.(proposal) ?? null;
      const bodies = controlBodies(spec.act, payload, { proposal, at, proposer, approvers, tiers });
      await tellEngine(tx, { client, at, cause: proposal, bodies });
      const after = { version: found.version, payloadHash };
      return ok([
        {
          action: spec.event,
          subject: spec.subject(payload),
          after: found.version === 0 ? { payloadHash } : after,
          ...(client !== null && { clientId: client }),
        },
      ]);
    },
  };
}

/** A proposal about a client is about that one; about the firm it may name a client, as a restriction does. */
function isAboutThis(proposed: ClientId | undefined, found: ClientId | null): boolean {
  return proposed === undefined || proposed === found;
}

export function refused(refusal: ControlRefusal): Result<never, ExecutorRefusal> {
  return err({ code: 'ControlRefused', refusal });
}

/** Its accounts, if the client is there. */
export async function accountsOf(
  tx: Tx,
  client: ClientId,
): Promise<Result<readonly AccountId[], ExecutorRefusal>> {
  const stored = await findClient(tx, client);
  if (stored === undefined) return err({ code: 'ClientUnknown' });
  return ok(stored.accounts.map(({ id }) => id));
}

export async function requireAccount(
  tx: Tx,
  client: ClientId,
  account: AccountId | string,
): Promise<Result<null, ExecutorRefusal>> {
  const accounts = await accountsOf(tx, client);
  if (!accounts.ok) return accounts;
  return accounts.value.some((one) => one === account) ? ok(null) : refused({ code: 'NoAccount' });
}
