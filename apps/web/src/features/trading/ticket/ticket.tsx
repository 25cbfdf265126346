'use client';

import type { ReactNode } from 'react';
import { LiveRegion } from '@/ui/live-region.tsx';
import { SideSwitch } from '@/ui/segmented.tsx';
import { useAccounts } from '../use-accounts.ts';
import { Assessment } from './assessment.tsx';
import { conversionOf, type Draft } from './draft.ts';
import { AccountField, SizeFields, TermFields } from './fields.tsx';
import { Foot } from './foot.tsx';
import { Progress } from './progress.tsx';
import type { Prefill } from './use-draft.ts';
import { useOrderTicket } from './use-order-ticket.ts';

/** What an order is made of, what the engine would decide of it now, and the two acts that send it. */
export function OrderTicket({
  prefill = null,
  onDraft,
  below,
}: {
  readonly prefill?: Prefill | null;
  readonly onDraft?: (draft: Draft) => void;
  /** In the room that is left over the foot. */
  readonly below?: ReactNode;
}) {
  const { accounts } = useAccounts();
  const ticket = useOrderTicket(prefill, onDraft);
  const { draft, change, tradeable, arming, asked, instrument } = ticket;
  return (
    <form
      aria-label="Order ticket"
      className="flex min-h-full flex-col px-4 pt-3 max-md:px-0 max-md:pt-0"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={arming.onKeyDown}
    >
      <div className="flex items-baseline gap-2.5 pb-2 max-md:hidden">
        <h2 className="font-medium">Ticket</h2>
        <span className="text-ink-3 text-label">{instrument}</span>
        <span className="ml-auto text-ink-3 text-label">{ticket.isKept && 'draft saved'}</span>
      </div>
      <SideSwitch value={draft.side} onValueChange={(side) => change({ side })} />
      <AccountField account={ticket.account} accounts={accounts} onChoose={ticket.chooseAccount} />
      <SizeFields
        draft={draft}
        change={change}
        tradeable={tradeable}
        conversion={conversionOf(draft, tradeable.touch)}
        quantityRef={ticket.quantity}
      />
      <TermFields
        draft={draft}
        change={change}
        tradeable={tradeable}
        protection={asked.preview?.decision.protection ?? null}
      />
      <Assessment
        asked={asked}
        draft={draft}
        isWhole={ticket.missing === null}
        tradeable={tradeable}
        onChange={change}
      />
      <div className="min-h-3 flex-1">{below}</div>
      <div className="sticky -bottom-px border-t bg-paper pt-1.5 pb-3 max-md:bg-raised">
        <Progress
          sending={ticket.sending}
          onAskAgain={ticket.askAgain}
          onDismiss={ticket.dismiss}
        />
        <Foot
          ref={ticket.button}
          arming={arming}
          side={draft.side}
          text={ticket.text}
          isReady={ticket.isReady}
          isBusy={ticket.isBusy}
          waitsFor={ticket.waitsFor}
        />
      </div>
      <LiveRegion>
        {arming.isArmed ? `Armed: ${ticket.text}. Enter sends it, Escape disarms.` : ''}
      </LiveRegion>
    </form>
  );
}
