/** What a procedure says about itself, so that a walk over the router can look it up. */
import type { Permission } from '@ultrathink/domain/access';

export interface Meta {
  /**
   * What its caller must be permitted. `public`: anybody, because it stands before the sign-in;
   * `signing-in`: whoever has given a password, about his own sign-in alone.
   */
  readonly permission: Permission | 'public' | 'signing-in' | 'demo';
  /** An act changes something, through the door; a query never does. */
  readonly kind: 'query' | 'act';
}
