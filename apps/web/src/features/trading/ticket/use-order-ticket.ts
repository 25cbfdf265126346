'use client';

import { useEffect, useRef } from 'react';
import { useLocale } from '@/ui/locale.tsx';
import { useShortcuts } from '@/ui/use-shortcuts.ts';
import { useArming } from './arming.ts';
import { type Draft, missingOf, wishOf } from './draft.ts';
import { orderText } from './order-text.ts';
import { useTradeable } from './tradeable.ts';
import { type Prefill, useDraft, useTicketAddress } from './use-draft.ts';
import { useOrderPreview, useSendOrder } from './use-order-asking.ts';
import { useTicketWords } from './use-ticket-words.ts';

/** Everything a ticket does: its draft, what the engine says of it, arming, sending, and its keys. */
export function useOrderTicket(prefill: Prefill | null, onDraft?: (draft: Draft) => void) {
  const { locale } = useLocale();
  const tradeable = useTradeable(useTicketAddress().instrument);
  const ticket = useDraft(tradeable.touch, tradeable.lot, prefill);
  const { draft, account, instrument } = ticket;
  const wish = wishOf(draft, account);
  const asked = useOrderPreview(wish);
  const line = useSendOrder(ticket.clear);
  const { sending } = line;
  const verdict = asked.preview?.decision.verdict;
  const isBusy = sending.kind === 'Asking';
  const isReady = asked.isCurrent && verdict === 'Placed' && !isBusy && sending.kind !== 'Unknown';
  const [base = ''] = instrument.split('/');
  const text = orderText(draft, base, tradeable.digits, locale);
  const arming = useArming(text, isReady, () => wish !== null && line.send(wish, text));
  const quantity = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const whose = useRef<HTMLInputElement>(null);
  const take = (side: Draft['side']) => () => {
    ticket.change({ side });
    quantity.current?.focus();
    quantity.current?.select();
  };
  const armByKey = () => {
    arming.arm();
    button.current?.focus();
  };
  const begin = () => {
    whose.current?.focus();
    whose.current?.select();
  };
  useShortcuts([
    { id: 'ticket.begin', keys: 'o', run: begin },
    { id: 'ticket.buy', keys: 'b', run: take('Buy') },
    { id: 'ticket.sell', keys: 's', run: take('Sell') },
    { id: 'ticket.arm', keys: 'a', run: armByKey },
    ...(arming.isArmed ? [{ id: 'ticket.disarm', keys: 'Escape', run: arming.disarm }] : []),
  ]);
  const tell = useRef(onDraft);
  tell.current = onDraft;
  useEffect(() => tell.current?.(draft), [draft]);
  const nonce = prefill?.nonce;
  // A level was taken: the next thing to say is how much.
  useEffect(() => {
    if (nonce !== undefined) quantity.current?.focus();
  }, [nonce]);
  const missing = missingOf(draft, account);
  const { askingShort } = useTicketWords();
  const waitsFor = waitsForOf(missing, sending.kind, verdict, asked.isCurrent, askingShort);
  return {
    ...ticket,
    ...line,
    ...{ tradeable, asked, arming, text, isReady, isBusy, missing, waitsFor },
    ...{ quantity, button, whose },
  };
}

function waitsForOf(
  missing: string | null,
  sending: string,
  verdict: string | undefined,
  isCurrent: boolean,
  asking: string,
): string | null {
  if (sending === 'Unknown') return 'Closed until it is known what became of the last order.';
  if (missing !== null) return `It still needs ${missing}.`;
  if (verdict === 'Refused') return 'It would be refused as it stands.';
  return isCurrent ? null : `${asking}.`;
}
