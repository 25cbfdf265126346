/** What is asked of a venue, and how urgent it is: a cancel never waits behind a question. */
export const OPERATIONS = [
  'order.cancel',
  'order.cancelAll',
  'deadManSwitch',
  'order.place',
  'order.replace',
  'order.find',
  'orders.open',
  'orders.closed',
  'fills',
  'balances',
  'fees',
  'key.permissions',
  'session',
  'time',
  'instruments',
  'status',
  'book',
  'trades',
  'bars',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Served strictly in this order when the budget is short. */
export type Lane = 'Cancel' | 'New' | 'Query';

export function laneOf(operation: Operation): Lane {
  switch (operation) {
    case 'order.cancel':
    case 'order.cancelAll':
    case 'deadManSwitch':
      return 'Cancel';
    case 'order.place':
    case 'order.replace':
      return 'New';
    default:
      return 'Query';
  }
}
