'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import {
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client.ts';
import { useInterruptions } from '@/trpc/provider.tsx';
import { untilLoaded } from '@/ui/until-loaded.ts';
import { IdleWarning } from './idle-warning.tsx';
import { onSessionNews, tellSessionNews } from './session-channel.ts';
import { type Known, leaveForSignIn, SessionContext } from './session-context.ts';
import { useActivity } from './use-activity.ts';

// A page on which nobody is asked anything ships neither.
const LockScreen = lazy(() => untilLoaded(() => import('./lock-screen.tsx')));
const StepUpDialog = lazy(() => untilLoaded(() => import('./step-up-dialog.tsx')));

/**
 * Keeps a page with its person: when the session ends, the screen locks and the page stays as it is;
 * when the same person is back, in this tab or another, it goes on.
 */
export function SessionProvider({
  session: made,
  isDemo,
  roleTitles,
  children,
}: Known & { readonly children: ReactNode }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const router = useRouter();
  const interruptions = useInterruptions();
  const waiting = useSyncExternalStore(
    interruptions.subscribe,
    interruptions.snapshot,
    interruptions.snapshot,
  );
  const { queryKey, ...options } = trpc.auth.session.queryOptions();
  const { data, refetch } = useQuery({
    queryKey,
    ...options,
    initialData: made,
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  });
  const isMine = data?.person.id === made.person.id && data.stage === 'Full';
  const [asked, setAsked] = useState({ lock: false, proof: false });
  const { isLocked, proofs } = waiting;
  if ((isLocked && !asked.lock) || (proofs.length > 0 && !asked.proof)) {
    setAsked({ lock: asked.lock || isLocked, proof: asked.proof || proofs.length > 0 });
  }

  /** Looks who is signed in now, and does what that means for this page. */
  const look = useCallback(async (): Promise<boolean> => {
    const { data: now } = await refetch();
    if (now === undefined) return false;
    if (now !== null && now.person.id !== made.person.id) {
      // Somebody else in this browser: nothing of this page is theirs.
      location.assign('/');
      return false;
    }
    if (now?.stage !== 'Full') {
      void interruptions.lock({ isKnown: true });
      return false;
    }
    if (interruptions.snapshot().isLocked) {
      interruptions.unlock();
      await queryClient.invalidateQueries();
    }
    if (now.organisation.id !== made.organisation.id) location.assign(`/${now.audience}`);
    else if (now.roles.join() !== made.roles.join()) router.refresh();
    return true;
  }, [refetch, made, interruptions, queryClient, router]);

  useEffect(() => interruptions.guard(look), [interruptions, look]);
  useEffect(
    () =>
      onSessionNews((news) => {
        if (news.kind === 'SignedOut') leaveForSignIn();
        else if (news.kind !== 'Used') void look();
      }),
    [look],
  );
  useEffect(() => {
    if (!isMine) void look();
  }, [isMine, look]);

  const stay = useCallback(async () => {
    await client.auth.keepAlive.query().catch(() => undefined);
    await look();
  }, [client, look]);
  useActivity(!isLocked, () => void stay());

  const known = useMemo(() => ({ session: made, isDemo, roleTitles }), [made, isDemo, roleTitles]);
  const back = () => {
    tellSessionNews({ kind: 'SignedIn' });
    void look();
  };
  const [proof] = proofs;
  return (
    <SessionContext value={known}>
      {children}
      {!isLocked && isMine && (
        <IdleWarning idleUntil={data.idleUntil} onLook={look} onStay={stay} />
      )}
      <Suspense fallback={null}>
        {asked.proof && proof !== undefined && !isLocked && (
          <StepUpDialog key={proof.demand.id} asked={proof} />
        )}
        {asked.lock && isLocked && <LockScreen now={data ?? null} onBack={back} />}
      </Suspense>
    </SessionContext>
  );
}
