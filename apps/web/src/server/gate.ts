/** Whether a page behind a shell answers this request. Every such page asks for itself. */
import 'server-only';
import { demoGate } from '@ultrathink/api';
import { headers } from 'next/headers';
import { forbidden, notFound } from 'next/navigation';
import { platform } from './platform.ts';

/** For pages in front of the gate that say whether there is a way in. */
export function isGateOpen(requestHeaders: { get(name: string): string | null }): boolean {
  const { env, peers } = platform();
  return demoGate(env.DEPLOYMENT, peers.read(requestHeaders)) === 'Open';
}

/** Returns only when the page may be shown. */
export async function requireOpenGate(): Promise<void> {
  // Asked for first: a build, which has no request, ends here and opens neither database nor door.
  const asked = await headers();
  const { env, peers } = platform();
  const gate = demoGate(env.DEPLOYMENT, peers.read(asked));
  if (gate === 'NotHere') notFound();
  if (gate === 'OtherMachine') forbidden();
}
