/**
 * Whether a share of a block may be an account's, though no order leaves for it: compliance's checks and
 * the limits of the account and its client, of the market none. The firm's own limits stay as used as
 * they were.
 */
import {
  type AccountId,
  type ClientId,
  ONE,
  type Price,
  type Quantity,
  ZERO,
} from '../../../kernel/index.ts';
import type { VenueId } from '../../../market-data/index.ts';
import { type CheckPolicy, preview } from '../../../risk/index.ts';
import {
  type BlockBook,
  type Check,
  type CheckCode,
  COMPLIANCE_CHECK_CODES,
  type PreAllocation,
} from '../../../trading/index.ts';
import type { Draft } from '../draft.ts';
import { orderToCheck } from './children.ts';
import { factsOf } from './facts.ts';
import { rulesOf } from './rules.ts';
import { sightOf } from './sight.ts';
import { HOUSE, type Part, type Work } from './work.ts';

const OF_THE_HOLDER: ReadonlySet<CheckCode> = new Set([
  'TradingState',
  'Position',
  'Concentration',
  'GrossExposure',
  'NetExposure',
  'Leverage',
]);

interface ShareAsked {
  readonly book: BlockBook;
  readonly pre: PreAllocation;
  readonly account: AccountId;
  readonly client: ClientId;
  readonly venue: VenueId;
  /** So much more than it has and may get by the rule that was. */
  readonly quantity: Quantity;
  readonly price: Price;
}

/** The first check that refuses it; null: it may. */
export function shareRefusal(draft: Draft, policy: CheckPolicy, asked: ShareAsked): Check | null {
  const { venue, quantity, price } = asked;
  const { at, market } = draft.moment;
  const holder = { kind: 'Client', account: asked.account } as const;
  const part: Part = { holder, client: asked.client, weight: ONE, total: ONE };
  const sight = sightOf(draft.state, at, market, workFor(asked, part));
  const { terms, timeInForce, isPostOnly, side } = sight.work;
  const candidate = { venue, quantity, terms, timeInForce, isPostOnly, price };
  const whole = orderToCheck(sight, sight.work.clOrdId, candidate);
  const order = { ...whole, account: asked.account, client: asked.client };
  const figured = { venue, side, quantity, atVenue: quantity, messagesBefore: 0, part };
  const found = factsOf(sight, order, { ...figured, heldBefore: ZERO, isWaiting: true });
  const facts = { ...found, reference: price };
  const compliance = rulesOf(sight, order, facts, part);
  const { checks } = preview({ order, facts, compliance, policy });
  return checks.find((check) => isOfHolder(check) && refuses(check)) ?? null;
}

function isOfHolder({ code, words }: Check): boolean {
  if ((COMPLIANCE_CHECK_CODES as readonly CheckCode[]).includes(code)) return true;
  return OF_THE_HOLDER.has(code) && (words.level === 'client' || words.level === 'account');
}

const refuses = ({ verdict }: Check): boolean => verdict === 'Refuse' || verdict === 'CannotTell';

function workFor({ book, pre, quantity, price, account }: ShareAsked, part: Part): Work {
  return {
    clOrdId: pre.order,
    account: book.house ?? account,
    client: HOUSE,
    block: pre,
    parts: [part],
    strategy: null,
    placedBy: book.placedBy,
    isAutomatic: false,
    instrument: pre.instrument,
    side: pre.side,
    orderQty: quantity,
    terms: { ordType: 'Limit', price },
    timeInForce: 'GoodTillCancel',
    expireTime: null,
    isPostOnly: false,
    isReduceOnly: false,
    isFlattening: false,
    quantity,
    leaves: quantity,
    isCounted: false,
  };
}
