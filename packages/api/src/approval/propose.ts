/**
 * Opens a proposal: everything it will be judged by is fixed now and sealed with its event, so that
 * what executes later can be compared with what was asked for.
 */
import type { Changed, Tx } from '@ultrathink/db';
import {
  currentPolicy,
  earlierAmounts,
  insertPastAct,
  insertProposal,
  pastActsOf,
} from '@ultrathink/db/access';
import {
  type Actor,
  actsThatBar,
  clientOf,
  holds,
  lookbackMs,
  type ProposalAct,
  type ProposalId,
  type ProposeRefusal,
  propose,
  type QuorumGroup,
  type Resource,
  rolesReaching,
  worldHash,
} from '@ultrathink/domain/access';
import {
  type AnyId,
  addMs,
  type Decimal,
  err,
  ok,
  type PersonId,
  type Result,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import type { Services } from '../context.ts';
import type { Executor, ExecutorRefusal } from './executor.ts';
import { EXECUTORS } from './executors/index.ts';

export interface ToPropose {
  readonly tx: Tx;
  readonly at: UtcTime;
  readonly services: Services;
  /** With the grants of the organisation in whose name the request acts. */
  readonly actor: Actor;
  readonly act: ProposalAct;
  readonly resource: Resource;
  /** The id of what it would change. */
  readonly subject: string;
  readonly payload: unknown;
  /** In the policy's asset; null where the act has none. */
  readonly amount: Decimal | null;
  readonly reason: string;
}

export interface Opened {
  readonly proposalId: ProposalId;
  readonly rule: string;
  readonly groups: readonly QuorumGroup[];
  readonly expiresAt: UtcTime;
}

export type OpenRefusal =
  | ProposeRefusal
  | ExecutorRefusal
  /** Nothing could carry it out in this version of the platform. */
  | { readonly code: 'NotYetExecutable'; readonly act: ProposalAct };

export async function openProposal(
  asked: ToPropose,
): Promise<Result<Changed<Opened>, OpenRefusal>> {
  const { tx, at, services, actor, act, resource, subject, payload } = asked;
  const executor: Executor | undefined = EXECUTORS[act];
  if (executor === undefined) return err({ code: 'NotYetExecutable', act });
  const proposer = actor.person;
  const world = await executor.readWorld({ tx, at, services }, { ...asked, proposer });
  if (!world.ok) return world;
  const { policy } = await currentPolicy(tx);
  const since = addMs(at, -lookbackMs(policy));
  const history = {
    amounts: await earlierAmounts(tx, { since, now: at }),
    acts: await pastActsOf(tx, proposer, {
      permissions: actsThatBar(act),
      subjects: [subject],
    }),
  };
  const proposed = propose(
    services.digest,
    policy,
    {
      id: services.ids.next<ProposalId>(),
      actor,
      act,
      resource,
      subject,
      payload,
      before: world.value.before,
      amount: asked.amount,
      concerns: othersThan(proposer, world.value.concerns),
      worldHash: worldHash(services.digest, world.value.world),
      at,
    },
    history,
  );
  if (!proposed.ok) return proposed;
  const { approval, terms } = proposed.value;
  const { proposal } = approval;
  const proposerRoles = rolesReaching(actor, resource, at).filter((role) => holds(role, act));
  await insertProposal(tx, { proposal, terms, proposerRoles, reason: asked.reason });
  await insertPastAct(tx, services.ids.next<AnyId>(), {
    person: proposer,
    permission: act,
    subject: proposal.id,
    client: clientOf(resource) ?? null,
    at,
  });
  const { id, rule, groups, expiresAt, payloadHash, policyVersion } = proposal;
  return ok({
    answer: { proposalId: id, rule, groups, expiresAt },
    events: [
      {
        action: 'approval.propose',
        subject: { kind: 'Proposal', id },
        after: { act, subject, payloadHash, terms, rule, policyVersion, expiresAt },
        reason: asked.reason,
      },
    ],
  });
}

/** The proposer never counts anyhow; naming him twice would say nothing. */
function othersThan(proposer: PersonId, people: readonly PersonId[]): readonly PersonId[] {
  return people.filter((person) => person !== proposer);
}
