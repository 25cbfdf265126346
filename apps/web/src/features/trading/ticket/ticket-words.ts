/**
 * What a ticket calls its parts: traders read the words of the protocol, clients read plain ones. Pure.
 */
import type { OrdType, TimeInForce } from '@ultrathink/domain/trading';
import type { OrdStatusName } from '@/ui/status-words.ts';

export interface TicketWords {
  readonly account: string;
  readonly whose: string;
  readonly notional: string;
  readonly ordType: string;
  readonly timeInForce: string;
  readonly types: Readonly<Record<OrdType, string>>;
  readonly times: Readonly<Record<TimeInForce, string>>;
  readonly triggerPrice: string;
  readonly postOnly: Choice;
  readonly reduceOnly: Choice;
  /** Before anything is asked, and while it is. */
  readonly before: string;
  readonly asking: string;
  readonly askingShort: string;
  readonly untilTriggered: string;
  readonly avgPx: string;
  readonly mid: string;
  readonly headroom: string;
  readonly notArmed: string;
  /** Before what the button would do on a second press. */
  readonly arm: string;
  readonly armed: string;
  readonly disarms: string;
  readonly disarm: string;
  readonly askAgain: string;
  readonly askedAgain: string;
  readonly unconfirmed: string;
}

interface Choice {
  readonly label: string;
  /** What it does, for who does not know its name. */
  readonly note?: string;
}

export const DESK_WORDS: TicketWords = {
  account: 'Client · account',
  whose: 'Choose whose order it is',
  notional: 'Notional',
  ordType: 'OrdType',
  timeInForce: 'TimeInForce',
  types: {
    Limit: 'Limit',
    Market: 'Market',
    Stop: 'Stop',
    StopLimit: 'StopLimit',
    MarketIfTouched: 'MarketIfTouched',
    LimitIfTouched: 'LimitIfTouched',
  },
  times: {
    GoodTillCancel: 'GTC',
    Day: 'Day',
    GoodTillDate: 'GTD',
    ImmediateOrCancel: 'IOC',
    FillOrKill: 'FOK',
  },
  triggerPrice: 'Trigger price',
  postOnly: { label: 'Post only' },
  reduceOnly: { label: 'Reduce only' },
  before: 'The engine says here what it would decide, before anything is sent.',
  asking: 'Asking the engine what it would decide.',
  askingShort: 'Asking the engine',
  untilTriggered: 'It waits for its trigger. Then it is routed, and every check is made again.',
  avgPx: 'Expected avgPx',
  mid: 'against the mid',
  headroom: 'headroom',
  notArmed: 'Not armed',
  arm: 'Arm: ',
  armed: 'Armed',
  disarms: 'disarms in',
  disarm: 'disarm',
  askAgain: 'Ask the engine now',
  askedAgain: 'before; asking the engine what became of it',
  unconfirmed: 'Unconfirmed',
};

export const CLIENT_WORDS: TicketWords = {
  account: 'Account',
  whose: 'Choose the account',
  notional: 'Value',
  ordType: 'Order type',
  timeInForce: 'How long',
  types: {
    Limit: 'Limit',
    Market: 'At market',
    Stop: 'Stop, then at market',
    StopLimit: 'Stop, then at a limit',
    MarketIfTouched: 'Target, then at market',
    LimitIfTouched: 'Target, then at a limit',
  },
  times: {
    GoodTillCancel: 'Until canceled',
    Day: 'Today',
    GoodTillDate: 'Until a day and time',
    ImmediateOrCancel: 'At once, what can be had',
    FillOrKill: 'At once, all or nothing',
  },
  triggerPrice: 'Price that starts it',
  postOnly: {
    label: 'Only wait for others',
    note: 'It adds to the book and never takes a price that stands there.',
  },
  reduceOnly: {
    label: 'Only reduce what is held',
    note: 'It never opens a position or turns one round.',
  },
  before: 'What it would cost, and whether it would pass, is said here before anything is sent.',
  asking: 'Asking what it would cost and whether it would pass.',
  askingShort: 'Asking',
  untilTriggered: 'It waits for its price. Then it is sent, and every check is made again.',
  avgPx: 'Expected average price',
  mid: 'against the middle of the market',
  headroom: 'left of the limit',
  notArmed: 'Nothing is sent yet',
  arm: 'Review: ',
  armed: 'Press once more to send it',
  disarms: 'within',
  disarm: 'not now',
  askAgain: 'Ask again now',
  askedAgain: 'before; asking what became of it',
  unconfirmed: 'Being confirmed',
};

/** How far an order is, as its owner reads it. */
export const PLAIN_STATUS: Readonly<Record<OrdStatusName, string>> = {
  PendingNew: 'Being sent',
  New: 'Working',
  PartiallyFilled: 'Working, done in part',
  PendingReplace: 'Being changed',
  PendingCancel: 'Being canceled',
  Filled: 'Done',
  Canceled: 'Canceled',
  Rejected: 'Refused',
  Expired: 'Expired',
};
