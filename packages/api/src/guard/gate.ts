/**
 * Until people can sign in, what stands behind the shells answers to nobody but a demo's own
 * machine. Pages and procedures ask here, each for itself.
 */
import type { Deployment } from '@ultrathink/runtime';
import type { Peer } from './peer.ts';

/** `NotHere`: such pages do not exist in this deployment. `OtherMachine`: they do, but not for you. */
export type Gate = 'Open' | 'NotHere' | 'OtherMachine';

export function demoGate(deployment: Deployment, peer: Peer): Gate {
  if (deployment !== 'DEMO') return 'NotHere';
  return peer === 'ThisMachine' ? 'Open' : 'OtherMachine';
}
