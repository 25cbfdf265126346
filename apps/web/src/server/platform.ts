/**
 * What this web process holds, made once at start. Next builds start-up, pages and routes as
 * bundles of their own, so the one place they share is the process itself.
 */
import 'server-only';
import { type OpenServices, openServices } from '@ultrathink/api';
import { readEnv, tellNextAuth, type WebEnv } from '../env.ts';
import { markPeers, type PeerMarks } from './peer-of-request.ts';

export interface Platform {
  readonly env: WebEnv;
  readonly services: OpenServices;
  readonly peers: PeerMarks;
}

const KEY = Symbol.for('ultrathink.platform');

const shared = globalThis as { [KEY]?: Platform };

/** @throws {StartRefusal} when the environment can not be used. */
export function platform(): Platform {
  const known = shared[KEY];
  if (known !== undefined) return known;
  const env = readEnv();
  tellNextAuth();
  const made: Platform = {
    env,
    services: openServices(env),
    peers: markPeers(env.TRUSTED_PROXIES),
  };
  shared[KEY] = made;
  return made;
}
