/** An order as its owner reads it: what happened, in plain words. The OrdStatus stands behind them. */
import { decimal, divide, isZero, multiply, toText } from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import { ORD_STATUS, type StatusLook } from '@/ui/status-words.ts';
import type { OrderRow } from '../model.ts';

export type Told = Pick<
  OrderRow,
  | 'side'
  | 'instrument'
  | 'orderQty'
  | 'cumQty'
  | 'ordStatus'
  | 'stopPx'
  | 'rejection'
  | 'unconfirmedSince'
>;

interface OrderWords {
  readonly look: StatusLook;
  readonly words: string;
}

const HUNDRED = decimal('100');

export const baseOf = (instrument: string): string => instrument.split('/')[0] ?? instrument;

/** Whole percent, rounded down: 100 is what has all of it. */
export function doneShare({ cumQty, orderQty }: Pick<Told, 'cumQty' | 'orderQty'>): string {
  const share = divide(multiply(decimal(cumQty), HUNDRED), decimal(orderQty), 0, 'Floor');
  return toText(share);
}

/** @param venue of the child whose outcome is open, where one is known. */
export function orderWords(order: Told, venue: string | null): OrderWords {
  const look = ORD_STATUS[order.ordStatus];
  if (order.unconfirmedSince !== null) {
    const where = venue === null ? 'the venue' : venueName(venue);
    return {
      look: { shape: 'diamond-mark', tone: 'warn', word: 'Unconfirmed' },
      words: `Being confirmed with ${where}`,
    };
  }
  return { look, words: wordsOf(order) };
}

function wordsOf(order: Told): string {
  switch (order.ordStatus) {
    case 'PendingNew':
      return 'Being sent';
    case 'New':
      return order.stopPx === null ? 'Working, 0%' : 'Waiting for its price';
    case 'PartiallyFilled':
      return `Working, ${doneShare(order)}%`;
    case 'PendingReplace':
      return `Being changed, ${doneShare(order)}% done`;
    case 'PendingCancel':
      return `Being canceled, ${doneShare(order)}% done`;
    case 'Filled':
      return `${doneWord(order)} ${plain(order.cumQty)} ${baseOf(order.instrument)}`;
    case 'Canceled':
      return `Canceled, ${partWords(order)}`;
    case 'Expired':
      return `Expired, ${partWords(order)}`;
    case 'Rejected':
      return refusalWords(order.rejection);
  }
}

const doneWord = ({ side }: Pick<Told, 'side'>) => (side === 'Buy' ? 'Bought' : 'Sold');

/** Without the noughts that a column has at its end. */
const plain = (text: string) => toText(decimal(text));

function partWords(order: Told): string {
  const done = doneWord(order).toLowerCase();
  if (isZero(decimal(order.cumQty))) return `nothing ${done}`;
  return `${done} ${plain(order.cumQty)} of ${plain(order.orderQty)} ${baseOf(order.instrument)}`;
}

/** Which rule of ours looks for what is no client's business; its own mandate and money are. */
function refusalWords(rejection: Told['rejection']): string {
  if (rejection === null) return 'Refused';
  switch (rejection.by) {
    case 'Compliance':
      return rejection.refusals.every(({ check }) => check === 'Mandate')
        ? 'Refused by your mandate'
        : 'Refused by a rule of ours';
    case 'Risk':
      return rejection.refusals.every(({ check }) => check === 'FreeBalance')
        ? 'Refused, not enough free balance'
        : 'Refused by a limit';
    case 'Venue':
      return 'Refused by the venue';
    case 'Engine':
      return rejection.reason.code === 'NoRoute' ? 'Refused, no venue could take it' : 'Not sent';
  }
}

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];
const numbered = (count: number) => NUMBERS[count] ?? String(count);

/** "One order is being confirmed. Two are working." */
export function stateSentence(confirming: number, working: number): string {
  if (confirming === 0 && working === 0) return 'No order is working.';
  const first = (count: number) => `${numbered(count)} ${count === 1 ? 'order is' : 'orders are'}`;
  const next = (count: number) => `${numbered(count)} ${count === 1 ? 'is' : 'are'}`;
  if (confirming === 0) return `${first(working)} working.`;
  const open = `${first(confirming)} being confirmed.`;
  return working === 0 ? open : `${open} ${next(working)} working.`;
}
