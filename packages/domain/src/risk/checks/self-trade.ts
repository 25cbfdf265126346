/**
 * Whether the order could trade with one of ours at the same venue: of the same client it would be a wash
 * trade, of another client a cross that nobody arranged. Each order found is told.
 */
import { lessThan } from '../../kernel/index.ts';
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import { limitPriceOf, type OpenOrder, type Subject } from '../facts.ts';

function couldMeet({ order }: Subject, open: OpenOrder): boolean {
  if (open.clOrdId === order.clOrdId || open.side === order.side) return false;
  if (open.venue !== order.venue || open.instrument !== order.instrument) return false;
  const own = limitPriceOf(order.terms);
  if (own === null || open.price === null) return true;
  return order.side === 'Buy' ? !lessThan(own, open.price) : !lessThan(open.price, own);
}

/** More are not told: one is enough to refuse. */
const MOST_TOLD = 10;

function met(
  subject: Subject,
  code: 'SelfTrade' | 'Crossing',
  isOurs: (open: OpenOrder) => boolean,
): readonly Check[] {
  const { openOrders } = subject.facts;
  if (openOrders === null) return [cannotTell(code, 'openOrders')];
  const found = openOrders.filter((open) => isOurs(open) && couldMeet(subject, open));
  if (found.length === 0) return [checkOf(code, 'Pass', 'Within')];
  return found
    .slice(0, MOST_TOLD)
    .map(({ clOrdId, price }) =>
      checkOf(
        code,
        'Refuse',
        'Found',
        { limit: price, actual: limitPriceOf(subject.order.terms) },
        { clOrdId },
      ),
    );
}

export const selfTrade = (subject: Subject): readonly Check[] =>
  met(subject, 'SelfTrade', ({ client }) => client === subject.order.client);

export const crossing = (subject: Subject): readonly Check[] =>
  met(subject, 'Crossing', ({ client }) => client !== subject.order.client);
