/**
 * The REST interface: which procedures a client's programs may ask, and by which path. It holds every
 * procedure whose permission an API key may have, and no other; a test walks the router for it.
 */
export interface RestRoute {
  readonly method: 'get' | 'post';
  /** Below `/api/v1`. */
  readonly path: `/${string}`;
  /** Where it stands in the router. */
  readonly procedure: string;
  readonly summary: string;
  readonly description: string;
}

export const REST_ROUTES: readonly RestRoute[] = [
  {
    method: 'get',
    path: '/client',
    procedure: 'clients.getOwn',
    summary: 'The client the key belongs to',
    description: 'Its name, legal entity identifier and accounts.',
  },
  {
    method: 'get',
    path: '/key',
    procedure: 'clients.getOwnKey',
    summary: 'The key itself',
    description: 'Its scope, its networks and until when it is in force.',
  },
  {
    method: 'get',
    path: '/terms',
    procedure: 'clients.getTerms',
    summary: 'What holds for the client',
    description: 'Its state, category and tier, and of each account the mandate and the traders.',
  },
  {
    method: 'get',
    path: '/tiers',
    procedure: 'clients.getTierTable',
    summary: 'What each commercial tier is worth',
    description: 'Largest position, leverage, commission and least balance, over time.',
  },
  {
    method: 'get',
    path: '/limits',
    procedure: 'risk.listLimits',
    summary: 'Limits in force',
    description: 'Those of the client and of its accounts.',
  },
  {
    method: 'get',
    path: '/limits/use',
    procedure: 'risk.listLimitUse',
    summary: 'How much of each limit is used',
    description: 'Limits of the client and its accounts with what is used of them now.',
  },
  {
    method: 'get',
    path: '/limits/versions',
    procedure: 'risk.listLimitVersions',
    summary: 'What the limits of one scope were',
    description: 'Newest first, with the moment each was agreed to.',
  },
  {
    method: 'get',
    path: '/trading-state',
    procedure: 'risk.getTradingState',
    summary: 'Where trading is stopped',
    description: 'Levels of the client that are or were stopped, since when and why.',
  },
  {
    method: 'get',
    path: '/stops',
    procedure: 'risk.listStops',
    summary: 'Stops that canceled orders, with their times',
    description: 'Of the client and its accounts, newest first: from the decision to the last end.',
  },
  {
    method: 'get',
    path: '/instruments',
    procedure: 'markets.listInstruments',
    summary: 'What is traded',
    description: 'Instruments with the terms and fees of each venue, and the best prices now.',
  },
  {
    method: 'get',
    path: '/bars',
    procedure: 'markets.listBars',
    summary: 'Bars of an instrument',
    description: 'Open, high, low, close and volume, over all venues or at one of them.',
  },
  {
    method: 'get',
    path: '/book',
    procedure: 'markets.getBook',
    summary: 'Depth of an instrument',
    description: 'Fifteen levels of each side: over all venues, fees counted, and of each venue.',
  },
  {
    method: 'get',
    path: '/trades',
    procedure: 'markets.listTrades',
    summary: 'The last trades of an instrument',
    description: 'At most 200 on all venues, the newest first.',
  },
  {
    method: 'get',
    path: '/cost',
    procedure: 'markets.compareFees',
    summary: 'What taking a quantity would cost',
    description: 'At each venue alone and over all of them, with their taker fees.',
  },
  {
    method: 'get',
    path: '/holdings',
    procedure: 'portfolio.getHoldings',
    summary: 'What the client has, valued',
    description: 'By asset in US dollars, and positions with what they gained.',
  },
  {
    method: 'get',
    path: '/results',
    procedure: 'portfolio.getResults',
    summary: 'What trading gained day by day',
    description:
      'Realised and open in US dollars, charges taken off, of up to 92 days; and what today was charged.',
  },
  {
    method: 'get',
    path: '/movements',
    procedure: 'ledger.listMovements',
    summary: 'What moved in accounts',
    description: 'Trades, deposits, withdrawals and corrections, newest first.',
  },
  {
    method: 'get',
    path: '/flows',
    procedure: 'ledger.listFlows',
    summary: 'Deposits and withdrawals',
    description: 'As they were booked, newest first, each with its reference.',
  },
  {
    method: 'get',
    path: '/unconfirmed',
    procedure: 'trading.listUnconfirmed',
    summary: 'Requests without a proven outcome',
    description: 'Oldest first, with what stays reserved for each until its venue tells.',
  },
  {
    method: 'post',
    path: '/orders',
    procedure: 'trading.placeOrder',
    summary: 'Place an order',
    description:
      'Answered with the decision once it is durable: placed or refused, with every check, its limit and its actual. The same key again gets the same answer.',
  },
  {
    method: 'get',
    path: '/orders',
    procedure: 'trading.listOrders',
    summary: 'Orders',
    description: 'Newest first; working, ended or all of them.',
  },
  {
    method: 'get',
    path: '/order',
    procedure: 'trading.getOrder',
    summary: 'One order',
    description: 'With its children, executions, decisions and routing receipts.',
  },
  {
    method: 'get',
    path: '/order/costs',
    procedure: 'tca.getOrderCosts',
    summary: 'What one order cost',
    description: 'Shortfall in its parts, spreads and the estimate against the result.',
  },
  {
    method: 'get',
    path: '/costs',
    procedure: 'tca.summary',
    summary: 'What trading cost over a span',
    description: 'Means weighted by money, by group, and the figures of each order.',
  },
  {
    method: 'get',
    path: '/costs/venues',
    procedure: 'tca.venueScorecards',
    summary: 'How venues served in a span',
    description: 'Fill and reject rates, time to the first answer, spreads and fees of each.',
  },
  {
    method: 'get',
    path: '/order/trail',
    procedure: 'trading.getOrderTrail',
    summary: 'What stands behind an order',
    description:
      'Its sealed events with their hashes, when its records were committed, how it left, what the ledger booked, and what its fills would have cost elsewhere.',
  },
  {
    method: 'get',
    path: '/order/proof',
    procedure: 'trading.getOrderProof',
    summary: 'The proof of one event of an order',
    description: 'A receipt that is verified offline; none until a checkpoint is signed over it.',
  },
  {
    method: 'post',
    path: '/orders/preview',
    procedure: 'trading.previewOrder',
    summary: 'What would be decided of an order now',
    description: 'The same code that decides it; nothing is done.',
  },
  {
    method: 'post',
    path: '/orders/amend',
    procedure: 'trading.amendOrder',
    summary: 'Change an order',
    description: 'Its quantity or prices; every check is made again.',
  },
  {
    method: 'post',
    path: '/orders/amend/preview',
    procedure: 'trading.previewAmend',
    summary: 'What changing an order would do now',
    description:
      'The same code that does it; nothing is done. Funds it would hold, and the venues where its place in the queue is lost.',
  },
  {
    method: 'post',
    path: '/orders/cancel',
    procedure: 'trading.cancelOrder',
    summary: 'Cancel an order',
    description: 'It has ended when its venues say so.',
  },
  {
    method: 'get',
    path: '/executions',
    procedure: 'trading.listExecutions',
    summary: 'Executions',
    description: 'What venues told of trades, newest first.',
  },
  {
    method: 'get',
    path: '/funds',
    procedure: 'trading.listFunds',
    summary: 'Funds',
    description: 'What accounts have in each asset at each place, and what working orders hold.',
  },
  {
    method: 'get',
    path: '/positions',
    procedure: 'trading.listPositions',
    summary: 'Positions',
    description: 'What accounts hold of each instrument, what it cost, and what was gained.',
  },
  {
    method: 'get',
    path: '/worth',
    procedure: 'portfolio.getWorth',
    summary: 'Worth day by day',
    description:
      'What there was at the end of each day of UTC at its last prices, with what came in and went out.',
  },
  {
    method: 'get',
    path: '/traded',
    procedure: 'portfolio.listTraded',
    summary: 'What was traded',
    description:
      'Of a span, by account, instrument and strategy: bought, sold, what was booked and what was charged.',
  },
];

/** Where the interface stands on a platform. */
export const REST_BASE = '/api/v1';
