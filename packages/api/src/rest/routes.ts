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
];

/** Where the interface stands on a platform. */
export const REST_BASE = '/api/v1';
