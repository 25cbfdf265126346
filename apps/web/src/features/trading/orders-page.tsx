'use client';

import { ButtonLink } from '@/ui/link.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { DeskBlotter, type DeskBlotterProps } from './blotter/blotter.tsx';

/** The blotter as a page of its own: every order, execution and holding of the clients one sees. */
export function OrdersPage(blotter: Pick<DeskBlotterProps, 'acts'>) {
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <PageHead
        title="Orders"
        about="What works at venues now, what has ended, what accounts hold, and what is not settled."
      >
        <ButtonLink href="/desk/markets">Place an order</ButtonLink>
      </PageHead>
      <DeskBlotter {...blotter} />
    </div>
  );
}
