/** A proposal and people around it, for the tests: money above 100,000 under the starting policy. */
import { type Digest, decimal, type SessionId, unwrap } from '../kernel/index.ts';
import {
  type Approval,
  decide,
  type History,
  type Now,
  type ProposeRequest,
  propose,
} from './approval.ts';
import type { Act } from './duties.ts';
import { type ExecutionNow, execute } from './execution.ts';
import type { FactorId, ProposalId, StepUpId } from './ids.ts';
import type { Actor } from './permissions.ts';
import { type Choice, decisionHash, type Proposal, type WorldHash } from './proposal.ts';
import { ALPHA, id, noon, staff } from './samples.ts';
import { STARTING_POLICY } from './starting-policy.ts';
import { type ActionHash, type UsedStepUp, useStepUp } from './step-up.ts';

export const NOW: Now = { at: noon(), policyVersion: 1 };
export const WORLD = 'as it was' as WorldHash;

/** It needs one of operations and finance, and the head of compliance. */
export const MAKER = staff(1, 'Operations');
export const FINANCE = staff(2, 'Finance');
export const HEAD = staff(3, 'HeadOfCompliance');
export const BACK_GROUP = 'Operations and finance';
export const HEAD_GROUP = 'Head of compliance';

export function proposeRequest(changes: Partial<ProposeRequest> = {}): ProposeRequest {
  return {
    id: id<ProposalId>(1),
    actor: MAKER,
    act: 'ledger.proposeTransfer',
    resource: { kind: 'Client', client: ALPHA },
    subject: 'transfer 1',
    payload: { to: 'treasury', amount: '150000', asset: 'USD' },
    before: undefined,
    amount: decimal('150000'),
    concerns: [],
    worldHash: WORLD,
    at: noon(),
    ...changes,
  };
}

export function choiceOf(
  { proposal }: Approval,
  group: string,
  changes: Partial<Choice> = {},
): Choice {
  return {
    group,
    verdict: 'Approve',
    payloadHash: proposal.payloadHash,
    reason: 'Agrees with the instruction of the client.',
    ...changes,
  };
}

export function tampered(approval: Approval, changes: Partial<Proposal>): Approval {
  return { ...approval, proposal: { ...approval.proposal, ...changes } };
}

export interface Taken {
  readonly choice?: Partial<Choice>;
  readonly now?: Partial<Now>;
  readonly history?: readonly Act[];
  readonly stepUp?: UsedStepUp;
}

/** The acts of the tests under one digest: the domain has none of its own. */
export function approvalsWith(digest: Digest) {
  const ask = (changes: Partial<ProposeRequest> = {}, history: Partial<History> = {}) =>
    propose(digest, STARTING_POLICY, proposeRequest(changes), {
      amounts: [],
      acts: [],
      ...history,
    });

  const open = (changes: Partial<ProposeRequest> = {}): Approval => unwrap(ask(changes)).approval;

  /** The step-up of somebody who was shown this choice about this proposal. */
  const provenFor = ({ proposal }: Approval, who: Actor, choice: Choice): UsedStepUp => {
    const shown = decisionHash(digest, proposal, who.person, choice);
    const hash = shown.ok ? shown.value : ('none' as ActionHash);
    const bearer = { person: who.person, session: id<SessionId>(1), actionHash: hash };
    const proven = { ...bearer, id: id<StepUpId>(1), factor: id<FactorId>(1), provenAt: noon() };
    return unwrap(useStepUp({ ...proven, usedAt: null }, bearer, noon()));
  };

  const take = (approval: Approval, who: Actor, group: string, taken: Taken = {}) => {
    const choice = choiceOf(approval, group, taken.choice);
    return decide(digest, approval, {
      actor: who,
      choice,
      stepUp: taken.stepUp ?? provenFor(approval, who, choice),
      history: taken.history ?? [],
      now: { ...NOW, ...taken.now },
    });
  };

  const approved = (): Approval =>
    unwrap(take(unwrap(take(open(), FINANCE, BACK_GROUP)), HEAD, HEAD_GROUP));

  /** Run against the terms of the proposal as `open` makes it. */
  const run = (approval: Approval, changes: Partial<ExecutionNow> = {}) =>
    execute(digest, approval, {
      ...NOW,
      terms: unwrap(ask()).terms,
      worldHash: WORLD,
      deciders: [FINANCE, HEAD],
      ...changes,
    });

  return { ask, open, provenFor, take, approved, run };
}
