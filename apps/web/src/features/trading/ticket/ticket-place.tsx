'use client';

import { type ReactNode, useEffect } from 'react';
import { Button } from '@/ui/button.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { Glyph } from '@/ui/glyph.tsx';
import { useMedia } from '@/ui/use-media.ts';
import { Quantity } from '@/ui/value.tsx';
import type { Draft } from './draft.ts';
import { SENT_ORDER } from './kept.ts';
import { OrderTicket } from './ticket.tsx';
import { useTradeable } from './tradeable.ts';
import { type Prefill, useTicketAddress } from './use-draft.ts';

const PHONE = '(max-width: 767.98px)';

/** The ticket at the right of the desk; on a phone a sheet that Buy and Sell open. */
export function TicketPlace({
  prefill,
  onDraft,
  isOpen,
  onOpenChange,
  onSide,
  below,
}: {
  readonly prefill: Prefill | null;
  readonly onDraft: (draft: Draft) => void;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly onSide: (side: Draft['side']) => void;
  readonly below: ReactNode;
}) {
  const isPhone = useMedia(PHONE);
  const { instrument } = useTicketAddress();
  // An order without an answer is not behind a closed sheet.
  useEffect(() => {
    const sent = isPhone ? SENT_ORDER.read() : null;
    if (sent !== null && sent.clOrdId === null) onOpenChange(true);
  }, [isPhone, onOpenChange]);
  const ticket = (
    <OrderTicket
      prefill={prefill}
      onDraft={onDraft}
      below={below}
      place={isPhone ? 'sheet' : 'desk'}
      hasInstrument={false}
    />
  );
  if (!isPhone) {
    return (
      <aside
        aria-label="Ticket"
        className="relative min-h-0 min-w-0 overflow-y-auto border-l [scrollbar-width:thin] [grid-area:ticket] max-md:hidden"
      >
        {ticket}
      </aside>
    );
  }
  return (
    <>
      <div className="fixed inset-x-0 bottom-(--shell-bottom) z-strip grid grid-cols-2 gap-2 border-t bg-paper px-gutter py-2.5">
        {(['Buy', 'Sell'] as const).map((side) => (
          <Button
            key={side}
            variant={side === 'Buy' ? 'buy' : 'sell'}
            size="large"
            onClick={() => onSide(side)}
          >
            <Glyph shape={side === 'Buy' ? 'arrow-up' : 'arrow-down'} size={8} />
            {side}
          </Button>
        ))}
      </div>
      <Drawer
        modal
        open={isOpen}
        onOpenChange={onOpenChange}
        title={<SheetTitle instrument={instrument} />}
      >
        {ticket}
      </Drawer>
    </>
  );
}

/** What is ordered, and its price: the head of the page is behind the sheet. */
function SheetTitle({ instrument }: { readonly instrument: string }) {
  const { touch, digits } = useTradeable(instrument);
  return (
    <>
      <span className="text-title">Ticket</span>
      <span className="font-normal text-ink-3">{instrument}</span>
      <span className="ml-auto tabular-nums">
        <Quantity value={touch.mid} decimals={digits} />
      </span>
    </>
  );
}
