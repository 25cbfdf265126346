'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useEffect, useState } from 'react';
import { changed, type Draft, draftAsked, emptyDraft, type Touch } from './draft.ts';
import { keepDraft, readDraft } from './kept.ts';

/** Account and instrument stand in the address, where the blotter reads them too. */
export function useTicketAddress() {
  const [address, setAddress] = useQueryStates({
    account: parseAsString,
    instrument: parseAsString.withDefault('BTC/USDT'),
    /** An order that another page asks for; taken once, and then gone from the address. */
    side: parseAsString,
    qty: parseAsString,
    reduceOnly: parseAsString,
  });
  return { ...address, go: (to: Parameters<typeof setAddress>[0]) => void setAddress(to) };
}

/** What another part of the desk puts into the ticket: a level of the book, a side. */
export interface Prefill {
  readonly side: Draft['side'];
  readonly price?: string;
  /** Rises, so that the same level can be taken twice. */
  readonly nonce: number;
}

/** The draft of a tab, kept with each change. */
export function useDraft(touch: Touch, lot: string, prefill: Prefill | null) {
  const { account, instrument, go, ...asked } = useTicketAddress();
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(instrument));
  const [isKept, setKept] = useState(false);
  const [taken, setTaken] = useState(0);
  const [round, setRound] = useState(0);
  // After the first drawing: the server has no storage, and both have to draw the same.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once; from then on this page writes it
  useEffect(() => {
    const wanted = draftAsked(instrument, asked);
    if (wanted !== null) {
      setDraft(wanted);
      go({ side: null, qty: null, reduceOnly: null });
      return;
    }
    const kept = readDraft();
    if (kept === null) return;
    const { account: was, ...rest } = kept;
    setDraft((now) => (now.instrument === rest.instrument ? rest : now));
    setKept(rest.instrument === instrument);
    if (account === null && was !== null) go({ account: was });
  }, []);
  const own = draft.instrument === instrument ? draft : emptyDraft(instrument, draft.side);
  const put = useCallback(
    (next: Draft) => {
      setDraft(next);
      keepDraft(next, account);
      setKept(true);
    },
    [account],
  );
  const change = (to: Partial<Draft>) => put(changed(own, to, touch, lot));
  if (prefill !== null && prefill.nonce !== taken) {
    setTaken(prefill.nonce);
    const { side, price } = prefill;
    const isPriced = price !== undefined && own.ordType !== 'Limit';
    const ordType = isPriced ? 'Limit' : own.ordType;
    setDraft(changed(own, { side, ordType, ...(price && { price }) }, touch, lot));
  }
  const chooseAccount = (to: string | null) => {
    go({ account: to });
    keepDraft(own, to);
  };
  return {
    draft: own,
    account,
    instrument,
    isKept,
    change,
    chooseAccount,
    chooseInstrument: (to: string) => go({ instrument: to }),
    /** Rises when the size is emptied from outside: its fields begin anew. */
    round,
    clear: () => {
      put({ ...own, orderQty: null, notional: null });
      setRound((was) => was + 1);
    },
  };
}
