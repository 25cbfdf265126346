'use client';

import { useState } from 'react';
import { BestLevels } from '@/features/market-data/best-levels.tsx';
import { MarketDesk } from '@/features/market-data/market-desk.tsx';
import { useMarketAddress } from '@/features/market-data/use-markets.ts';
import { DeskBlotter } from '@/features/trading/blotter/blotter.tsx';
import type { Draft } from '@/features/trading/ticket/draft.ts';
import { draftLine } from '@/features/trading/ticket/order-text.ts';
import { TicketPlace } from '@/features/trading/ticket/ticket-place.tsx';
import type { Prefill } from '@/features/trading/ticket/use-draft.ts';
import { useOwnInMarket } from '@/features/trading/use-own-in-market.ts';

type Taken = Omit<Prefill, 'nonce'>;

/** The desk: what the market says, what is ours in it, the ticket and the blotter of one instrument. */
export function Desk() {
  const { address } = useMarketAddress();
  const { levels, fills } = useOwnInMarket(address.instrument);
  const [prefill, setPrefill] = useState<Prefill | null>(null);
  const [isTicketOpen, setTicketOpen] = useState(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const take = (taken: Taken) => {
    setPrefill((was) => ({ ...taken, nonce: (was?.nonce ?? 0) + 1 }));
    setTicketOpen(true);
  };
  const line = draft?.instrument === address.instrument ? draftLine(draft) : null;
  return (
    <MarketDesk
      own={{ levels, fills, draft: line }}
      onTake={take}
      ticket={
        <TicketPlace
          prefill={prefill}
          onDraft={setDraft}
          isOpen={isTicketOpen}
          onOpenChange={setTicketOpen}
          onSide={(side) => take({ side })}
          below={<BestLevels instrument={address.instrument} />}
        />
      }
      blotter={<DeskBlotter isCompact className="h-full" />}
    />
  );
}
