import type { Caller } from '../auth/who-asks.ts';
import type { Context } from '../context.ts';

/** What every act's context has besides. */
export interface ActContext extends Context {
  readonly caller: Caller;
  readonly person: Caller['person'];
  readonly access: Caller['access'];
  readonly session: Caller['session'];
}
