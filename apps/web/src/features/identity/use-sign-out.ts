'use client';

import { useTRPCClient } from '@/trpc/client.ts';
import { tellSessionNews } from './session-channel.ts';
import { leaveForSignIn } from './session-context.ts';

/** Ends the session, in every tab. */
export function useSignOut(): () => void {
  const client = useTRPCClient();
  return () => {
    const leave = () => {
      tellSessionNews({ kind: 'SignedOut' });
      leaveForSignIn();
    };
    // A session that has ended already is signed out of too.
    client.auth.signOut.mutate({}).then(leave, leave);
  };
}
