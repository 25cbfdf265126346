/** One child order through every check of both contexts, with its parts where it is a block's. */
import {
  approve,
  type CheckPolicy,
  type Facts,
  type OrderToCheck,
  preview,
  type RiskApproved,
  type RiskDecision,
} from '../../../risk/index.ts';
import {
  type Check,
  type CheckCode,
  COMPLIANCE_CHECK_CODES,
  type OrderRejection,
} from '../../../trading/index.ts';
import { type Asked, factsOf } from './facts.ts';
import { rulesOf } from './rules.ts';
import { type Sight, shareOf } from './sight.ts';
import type { Part } from './work.ts';

export interface GatedChild {
  /** Of the child itself, then of each part of a block. */
  readonly decisions: readonly RiskDecision[];
  /** Null unless the child and every part of it pass. */
  readonly approved: RiskApproved<OrderToCheck> | null;
}

/** Of the order as the venue gets it, and of who places it: a part of it has none of its own. */
const OF_THE_WHOLE: ReadonlySet<CheckCode> = new Set([
  'Terms',
  'DuplicateOrder',
  'FatFingerMedian',
  'SelfTrade',
  'Crossing',
]);

export function gated(
  sight: Sight,
  order: OrderToCheck,
  asked: Asked,
  policy: CheckPolicy,
): GatedChild {
  const facts: Facts = factsOf(sight, order, asked);
  const compliance = rulesOf(sight, order, facts, null);
  const { decision, approved } = approve({ order, facts, compliance, policy });
  if (sight.work.block === null) return { decisions: [decision], approved };
  const parts = sight.work.parts.map((part) => partDecision(sight, order, asked, part, policy));
  const all = [decision, ...parts];
  const passes = all.every(({ verdict }) => verdict === 'Approved');
  return { decisions: all, approved: passes ? approved : null };
}

/** The same checks for whom it is traded, each named by his account. */
function partDecision(
  sight: Sight,
  child: OrderToCheck,
  asked: Asked,
  part: Part,
  policy: CheckPolicy,
): RiskDecision {
  const { account } = part.holder;
  const orderQty = shareOf(part, child.orderQty) as typeof child.orderQty;
  const order = { ...child, orderQty, account, client: part.client };
  const share = { ...asked, part, quantity: orderQty, heldBefore: shareOf(part, asked.heldBefore) };
  const facts = factsOf(sight, order, share);
  const compliance = rulesOf(sight, order, facts, part);
  const decision = preview({ order, facts, compliance, policy });
  const checks = decision.checks
    .filter(({ code }) => !OF_THE_WHOLE.has(code))
    .map((check): Check => ({ ...check, words: { scope: account, ...check.words } }));
  const passes = checks.length > 0 && checks.every((check) => !refuses(check));
  return { ...decision, checks, verdict: passes ? 'Approved' : 'Refused' };
}

const refuses = ({ verdict }: Check): boolean => verdict === 'Refuse' || verdict === 'CannotTell';

const ofCompliance = (code: CheckCode): boolean =>
  (COMPLIANCE_CHECK_CODES as readonly CheckCode[]).includes(code);

/** Whether a check knows that it must not be, rather than that it can't tell. */
export const isForbidden = (decisions: readonly RiskDecision[]): boolean =>
  decisions.some(({ checks }) => checks.some(({ verdict }) => verdict === 'Refuse'));

/** Every refusal once; compliance's name stands for all where one of them is its own. */
export function rejectionOf(decisions: readonly RiskDecision[]): OrderRejection {
  const found = decisions.flatMap(({ checks }) => checks.filter(refuses));
  const refusals = new Map(
    found.map(({ code, reason, limit, actual }) => [
      [code, reason, limit, actual].join('|'),
      { check: code, code: reason, limit, actual },
    ]),
  );
  const by = found.some(({ code }) => ofCompliance(code)) ? 'Compliance' : 'Risk';
  return { by, refusals: [...refusals.values()] };
}
