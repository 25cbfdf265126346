'use client';

import type { ReactNode } from 'react';
import { cn } from '@/ui/cn.ts';
import { LiveRegion } from '@/ui/live-region.tsx';
import { SideSwitch } from '@/ui/segmented.tsx';
import { useAccounts } from '../use-accounts.ts';
import { Assessment } from './assessment.tsx';
import { conversionOf, type Draft } from './draft.ts';
import { AccountField, InstrumentField, SizeFields, TermFields } from './fields.tsx';
import { Foot } from './foot.tsx';
import { Progress } from './progress.tsx';
import type { Prefill } from './use-draft.ts';
import { useOrderTicket } from './use-order-ticket.ts';
import { useTicketWords } from './use-ticket-words.ts';

/** What an order is made of, what the engine would decide of it now, and the two acts that send it. */
export function OrderTicket({
  prefill = null,
  onDraft,
  below,
  place = 'sheet',
  hasInstrument = true,
  orderPath = null,
}: {
  readonly prefill?: Prefill | null;
  readonly onDraft?: (draft: Draft) => void;
  /** In the room that is left over the foot. */
  readonly below?: ReactNode;
  /** In a sheet that has a title and room around it already, or as a column of the desk. */
  readonly place?: 'sheet' | 'desk';
  /** Left out where the page around it says and chooses it. */
  readonly hasInstrument?: boolean;
  /** Where orders have pages; without it the blotter beside the ticket opens them. */
  readonly orderPath?: string | null;
}) {
  const { accounts } = useAccounts();
  const words = useTicketWords();
  const ticket = useOrderTicket(prefill, onDraft);
  const isDesk = place === 'desk';
  const { draft, change, tradeable, arming, asked, instrument } = ticket;
  return (
    <form
      aria-label="Order ticket"
      className={cn('flex min-h-full flex-col', isDesk && 'px-4 pt-3')}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={arming.onKeyDown}
    >
      <div className={cn('flex items-baseline gap-2.5 pb-2', !isDesk && 'sr-only')}>
        <h2 className="font-medium">Ticket</h2>
        <span className="text-ink-3 text-label">{instrument}</span>
        <span className="ml-auto text-ink-3 text-label">{ticket.isKept && 'draft saved'}</span>
      </div>
      <SideSwitch value={draft.side} onValueChange={(side) => change({ side })} />
      {hasInstrument && (
        <InstrumentField instrument={instrument} onChoose={ticket.chooseInstrument} />
      )}
      <AccountField
        draft={draft}
        account={ticket.account}
        accounts={accounts}
        onChoose={ticket.chooseAccount}
        fieldRef={ticket.whose}
      />
      <SizeFields
        key={ticket.round}
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
      <div
        className={cn(
          'sticky border-t pt-1.5 pb-3',
          isDesk ? 'bottom-0 bg-paper' : '-bottom-3 bg-raised',
        )}
      >
        <Progress
          sending={ticket.sending}
          onAskAgain={ticket.askAgain}
          onDismiss={ticket.dismiss}
          orderPath={orderPath}
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
        {arming.isArmed ? `${words.armed}: ${ticket.text}. Enter sends it, Escape does not.` : ''}
      </LiveRegion>
    </form>
  );
}
