'use client';

import { useQuery } from '@tanstack/react-query';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState } from '@/ui/states.tsx';

/**
 * An id that is no order of a client. It may be a block, which is an order of the house: whoever sees
 * blocks is led to where blocks are read.
 */
export function NoSuchOrder({ id }: { readonly id: ClOrdId }) {
  const trpc = useTRPC();
  const router = useRouter();
  const mayBlocks = useMay('trading.readBlocks');
  const blocks = useQuery(trpc.trading.listBlocks.queryOptions({}, { enabled: mayBlocks }));
  const isBlock = blocks.data?.blocks.some(({ clOrdId }) => clOrdId === id) === true;
  useEffect(() => {
    if (isBlock) router.replace(`/desk/blocks?block=${id}`);
  }, [isBlock, id, router]);
  if (isBlock || (mayBlocks && blocks.isPending)) {
    const columns = { count: 4, className: 'grid-cols-4 gap-6 px-gutter' };
    return <SkeletonRows rows={14} columns={columns} label="Looking for it among the blocks" />;
  }
  return (
    <EmptyState className="px-gutter" next="It may be another client’s, or its id is cut off.">
      There is no such order.
    </EmptyState>
  );
}
