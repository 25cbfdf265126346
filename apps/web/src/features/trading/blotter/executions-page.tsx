'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { PageHead } from '@/ui/page-head.tsx';
import { ExecutionsTab } from './executions-tab.tsx';
import { useNaming } from './use-lists.ts';
import { useTradingNotices } from './use-notices.ts';

/** Every trade that venues told of, over all clients, as a page of its own. */
export function ExecutionsPage() {
  useTradingNotices();
  const router = useRouter();
  const naming = useNaming();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHead
        title="Executions"
        about="What venues told of trades, newest first. Filters look at all of them, not only at those read."
      />
      <div className="px-gutter pb-7">
        <div ref={setSlot} className="flex h-8.5 items-stretch justify-end gap-4 border-b" />
        <ExecutionsTab
          slot={slot}
          instrument={null}
          isCompact={false}
          naming={naming}
          onOpen={(order) => router.push(`/desk/orders/${order}`)}
        />
      </div>
    </div>
  );
}
