/**
 * The policy a new installation starts with: every act has a rule, and every rule needs at least one
 * other person. From then on it changes by proposal only. Figures are ours to begin with, not the
 * law's.
 */
import { type Asset, decimal, unwrap } from '../kernel/index.ts';
import type { ProposalAct } from './permissions.ts';
import { type AmountWindow, BLOCK_ALL, type QuorumGroup, type Rule } from './policy.ts';
import { checkPolicy, type Policy } from './policy-check.ts';
import type { Role } from './roles.ts';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

const group = (name: string, roles: readonly Role[], needed = 1): QuorumGroup => ({
  name,
  roles,
  needed,
});

const ADMINISTRATORS = group('Administrators', ['Administrator', 'HeadOfCompliance']);
const CLIENT_SIDE = group('Administrators of the client or the firm', [
  'ClientAdministrator',
  'Administrator',
]);
const RISK = group('Risk', ['RiskOfficer']);
const COMPLIANCE = group('Compliance', ['ComplianceAnalyst', 'HeadOfCompliance']);
const HEAD = group('Head of compliance', ['HeadOfCompliance']);
const BACK = group('Operations and finance', ['Operations', 'Finance']);

interface Parts {
  readonly proposers?: readonly Role[];
  readonly over?: string;
  readonly within?: AmountWindow;
  readonly lifeMs?: number;
}

function rule(
  id: string,
  title: string,
  acts: readonly ProposalAct[],
  groups: readonly QuorumGroup[],
  { proposers, over, within, lifeMs = DAY_MS }: Parts = {},
): Rule {
  const amount = over === undefined ? null : { over: decimal(over), within: within ?? null };
  return {
    id,
    title,
    when: { acts, proposers: proposers ?? null, clients: null, amount },
    verdict: { kind: 'Require', groups, lifeMs },
  };
}

const MONEY = [
  'ledger.proposeAdjustment',
  'ledger.proposeTransfer',
  'ledger.proposeDeposit',
  'ledger.proposeWithdrawal',
  'portfolio.proposeBreakClose',
] as const;
const ACCESS = [
  'access.proposeGrant',
  'access.proposeFactorReset',
  'access.proposeAllowList',
] as const;

const RULES: readonly Rule[] = [
  rule('policy', 'Changes of this policy', ['approval.proposePolicy'], [ADMINISTRATORS, RISK], {
    lifeMs: 7 * DAY_MS,
  }),
  rule('client-access', "A client's people", ACCESS, [CLIENT_SIDE], {
    proposers: ['ClientAdministrator'],
  }),
  rule('access', 'People of the firm', ACCESS, [ADMINISTRATORS]),
  rule('trade-keys', 'API keys that trade', ['access.proposeTradeKey'], [CLIENT_SIDE]),
  rule('erasure', 'Erasure of personal data', ['audit.proposeErasure'], [COMPLIANCE]),
  rule('signing-keys', 'Signing keys of the audit trail', ['audit.proposeSigningKey'], [HEAD]),
  rule('venue-keys', 'Keys of venues', ['venues.proposeKey'], [RISK], { lifeMs: 2 * HOUR_MS }),
  rule('trading-mode', 'PAPER or LIVE', ['operations.proposeTradingMode'], [HEAD, RISK, BACK]),
  rule('large-money', 'Money above 100,000', MONEY, [BACK, HEAD], { over: '100000' }),
  rule('much-money', 'Money above 250,000 a day', MONEY, [BACK, HEAD], {
    over: '250000',
    within: { ms: DAY_MS, per: 'Client' },
  }),
  rule('money', 'Money', MONEY, [BACK]),
  rule(
    'limits',
    'Limits',
    ['risk.proposeLimit'],
    [group('Risk and compliance', ['RiskOfficer', 'HeadOfCompliance'])],
  ),
  rule(
    'resume',
    'Trading resumes',
    ['risk.proposeResume'],
    [group('Risk and compliance', ['RiskOfficer', 'HeadOfCompliance'])],
    { lifeMs: 2 * HOUR_MS },
  ),
  rule(
    'checks',
    'Checks before an order',
    ['risk.proposeCheckPolicy'],
    [group('Risk and compliance', ['RiskOfficer', 'HeadOfCompliance'])],
  ),
  rule('routing', 'How orders are routed', ['trading.proposeRoutingPolicy'], [RISK, COMPLIANCE]),
  rule(
    'categories',
    'What each category may trade',
    ['compliance.proposeCategoryRules'],
    [HEAD, RISK],
  ),
  rule('restrictions', 'The restricted list', ['compliance.proposeRestriction'], [COMPLIANCE]),
  rule(
    'clients',
    'Clients, their mandates and traders',
    ['clients.proposeState', 'clients.proposeMandate', 'clients.proposeTraders'],
    [COMPLIANCE],
  ),
  rule('tiers', 'Tiers and fees', ['clients.proposeTiers'], [BACK, RISK]),
  rule('reallocations', 'Reallocations', ['trading.proposeReallocation'], [COMPLIANCE, BACK]),
  rule(
    'house-accounts',
    'Accounts of the house',
    ['trading.proposeHouseAccount'],
    [group('Operations and risk', ['Operations', 'RiskOfficer'])],
  ),
  rule(
    'outcomes',
    'Outcomes of unconfirmed orders',
    ['trading.proposeOutcome'],
    [group('Risk and operations', ['RiskOfficer', 'Operations'])],
    { lifeMs: 2 * HOUR_MS },
  ),
  BLOCK_ALL,
];

/** Version 1, valued in US dollars. */
export const STARTING_POLICY: Policy = unwrap(
  checkPolicy({ version: 1, asset: 'USD' as Asset, rules: RULES }, 0),
);
