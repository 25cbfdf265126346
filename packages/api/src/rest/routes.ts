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
];

/** Where the interface stands on a platform. */
export const REST_BASE = '/api/v1';
