'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { KillChoose } from './kill-choose.tsx';
import { KillConfirm } from './kill-confirm.tsx';
import { KillCount, type Stopped } from './kill-count.tsx';
import { FIRM_WISH, type KillWish, keyOf } from './kill-wish.ts';

const COUNT_AGAIN_MS = 2_000;

/** Two steps, then the count of what venues confirmed. */
// biome-ignore lint/style/noDefaultExport: what `lazy` takes
export default function KillSheet({ onClose }: { readonly onClose: () => void }) {
  const trpc = useTRPC();
  const [wish, setWish] = useState<KillWish>(FIRM_WISH);
  const [isSure, setSure] = useState(false);
  const [stopped, setStopped] = useState<Stopped | null>(null);
  const under = useQuery(
    trpc.risk.readUnderStop.queryOptions(
      { key: keyOf(wish), since: null },
      { enabled: wish.scope !== '' && stopped === null, refetchInterval: COUNT_AGAIN_MS },
    ),
  );
  const parts = { wish, orders: under.data?.orders ?? null, error: under.error, onClose };
  if (stopped !== null) return <KillCount wish={wish} stopped={stopped} onClose={onClose} />;
  if (isSure)
    return <KillConfirm {...parts} onBack={() => setSure(false)} onStopped={setStopped} />;
  return <KillChoose {...parts} onChange={setWish} onSure={() => setSure(true)} />;
}
