/** What the engine is told when a proposal is carried out: pure, so that what is told can be proven. */
import type { ProposalId } from '../../access/index.ts';
import type { TierTable } from '../../clients/index.ts';
import { COMMERCIAL_TIERS } from '../../clients/index.ts';
import type { PersonId, UtcTime } from '../../kernel/index.ts';
import { toText } from '../../kernel/index.ts';
import type { ControlText } from '../core/control.ts';
import type { ControlAct, ControlPayload } from './payload.ts';

/** How it was agreed to. */
export interface Agreed {
  readonly proposal: ProposalId;
  readonly at: UtcTime;
  readonly proposer: PersonId;
  readonly approvers: readonly PersonId[];
  /** Of a change of tiers: the table as it is then. */
  readonly tiers: TierTable | null;
}

/** Rows of a table as they are told and kept. */
function tierRowTexts(tiers: TierTable) {
  return COMMERCIAL_TIERS.flatMap((tier) => tiers[tier]).map((row) => ({
    ...row,
    maxPosition: toText(row.maxPosition),
    maxLeverage: toText(row.maxLeverage),
    commissionBps: toText(row.commissionBps),
    minBalance: toText(row.minBalance),
  }));
}

type Maker<A extends ControlAct> = (
  payload: ControlPayload<A>,
  agreed: Agreed,
) => readonly ControlText[];

const MAKERS: { readonly [A in ControlAct]: Maker<A> } = {
  'clients.proposeState': (terms) => [{ kind: 'ClientSet', ...terms }],
  'clients.proposeMandate': ({ client: _, ...mandate }, { at }) => [
    { kind: 'MandateSet', mandate: { ...mandate, from: at } },
  ],
  'clients.proposeTraders': ({ account, traders }) => [{ kind: 'TradersSet', account, traders }],
  'clients.proposeTiers': (_, { tiers }) =>
    tiers === null ? [] : [{ kind: 'TierTableSet', rows: tierRowTexts(tiers) }],
  'risk.proposeLimit': ({ level, scope, limits }, { proposal, at }) => [
    {
      kind: 'LimitsSet',
      level,
      scope,
      limits: limits.map(({ from, ...limit }) => ({
        ...limit,
        level,
        scope,
        from: from ?? at,
        approval: proposal,
      })),
    },
  ],
  'risk.proposeCheckPolicy': (policy, { proposal }) => [
    { kind: 'CheckPolicySet', ...policy, approval: proposal },
  ],
  'risk.proposeResume': ({ key, ends }, { proposal, proposer, approvers }) => [
    { kind: 'Resumed', key, ends, approval: proposal, proposer, approvers: [...approvers] },
  ],
  'compliance.proposeRestriction': (payload, { at }) => {
    if (payload.kind === 'Lift') return [{ kind: 'RestrictionLifted', id: payload.id }];
    const { kind: _, ...restriction } = payload;
    return [{ kind: 'RestrictionSet', restriction: { ...restriction, from: at } }];
  },
  'compliance.proposeCategoryRules': ({ rules }) => [{ kind: 'CategoryRulesSet', rules }],
  'trading.proposeRoutingPolicy': ({ policy }) => [{ kind: 'RoutingPolicySet', policy }],
  'operations.proposeTradingMode': ({ mode }, { proposal }) => [
    { kind: 'TradingModeSet', mode, approval: proposal },
  ],
  'ledger.proposeDeposit': ({ account, entries }, { proposal }) =>
    entries.map((entry) => ({ kind: 'DepositRecorded', account, ...entry, approval: proposal })),
  'ledger.proposeWithdrawal': ({ client: _, ...withdrawal }, { proposal }) => [
    { kind: 'WithdrawalRecorded', ...withdrawal, approval: proposal },
  ],
  'portfolio.proposeBreakClose': ({ client: _, ...close }, { proposal, approvers }) => [
    { kind: 'BreakClosed', ...close, approval: proposal, approvers: [...approvers] },
  ],
  'trading.proposeOutcome': ({ client: _, ...outcome }, { proposal, approvers }) => [
    { kind: 'OutcomeAsserted', ...outcome, approval: proposal, approvers: [...approvers] },
  ],
  'trading.proposeReallocation': (payload, { proposal, approvers }) => {
    const { clOrdId, replaces, method, legs, reason } = payload;
    const rule = { clOrdId, replaces, method, legs, reason };
    return [{ kind: 'BlockReallocated', ...rule, approval: proposal, approvers: [...approvers] }];
  },
};

/** In the order in which they are told. */
export function controlBodies<A extends ControlAct>(
  act: A,
  payload: ControlPayload<A>,
  agreed: Agreed,
): readonly ControlText[] {
  return MAKERS[act](payload, agreed);
}
