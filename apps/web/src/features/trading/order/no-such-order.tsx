'use client';

import { useQuery } from '@tanstack/react-query';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { Link } from '@/ui/link.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState } from '@/ui/states.tsx';

/**
 * An id that is no order of a client. It may be a block, which is an order of the house: at the desk one
 * is led to where blocks are worked; elsewhere to what the trail says of it.
 */
export function NoSuchOrder({
  id,
  base,
  audit,
}: {
  readonly id: ClOrdId;
  /** The list it was opened from. */
  readonly base: string;
  /** Where the trail is looked through, for who may; null: no way there. */
  readonly audit: string | null;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const mayBlocks = useMay('trading.readBlocks');
  const blocks = useQuery(trpc.trading.listBlocks.queryOptions({}, { enabled: mayBlocks }));
  const isBlock = blocks.data?.blocks.some(({ clOrdId }) => clOrdId === id) === true;
  const isLed = isBlock && base.startsWith('/desk/');
  useEffect(() => {
    if (isLed) router.replace(`/desk/blocks?block=${id}`);
  }, [isLed, id, router]);
  if (isLed || (mayBlocks && blocks.isPending)) {
    const columns = { count: 4, className: 'grid-cols-4 gap-6 px-gutter' };
    return <SkeletonRows rows={14} columns={columns} label="Looking for it among the blocks" />;
  }
  if (isBlock) {
    return (
      <EmptyState
        className="px-gutter"
        next="Who sees every client sees all of it."
        act={audit !== null && <Link href={`${audit}/subjects/Order/${id}`}>Open in Audit</Link>}
      >
        This is a block: one order of the house for several clients.
      </EmptyState>
    );
  }
  return (
    <EmptyState className="px-gutter" next="It may be another client’s, or its id is cut off.">
      There is no such order.
    </EmptyState>
  );
}
