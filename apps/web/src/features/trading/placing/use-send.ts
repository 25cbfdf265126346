'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { newKey } from '@/trpc/new-key.ts';
import { toldError } from '@/trpc/told-error.ts';
import type { Decision } from '../model.ts';
import { markAnswer, markClick, markPainted } from './marks.ts';
import {
  ASKS_ITSELF_MS,
  afterDecision,
  afterFailure,
  type Ended,
  type Sending,
  waitBefore,
} from './sending.ts';
import type { Sent, SentStore } from './sent.ts';

export interface Line<Wish> {
  readonly store: SentStore<Wish>;
  readonly place: (sent: Sent<Wish>) => Promise<{ readonly decision: Decision }>;
  /** Once for each order, when it is known what became of it. */
  readonly onEnded: (ended: Ended<Sent<Wish>>) => void;
  /** Whether the tab remembers an order that was placed, and shows it after a reload. */
  readonly keepsPlaced: boolean;
}

/**
 * Sends an order once, whatever happens to the click, the page or the line: the key is kept before
 * anything leaves, and asked for with until the engine has answered.
 */
export function useSend<Wish>(line: Line<Wish>) {
  const [sending, setSending] = useState<Sending<Sent<Wish>>>({ kind: 'None' });
  const busy = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const now = useRef(line);
  now.current = line;

  const ask = useCallback(async (sent: Sent<Wish>, tries: number): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    clearTimeout(timer.current);
    const isAgain = tries > 0;
    setSending({ kind: 'Asking', sent, isAgain });
    const next = await now.current
      .place(sent)
      .then(({ decision }) => afterDecision(sent, decision))
      .catch((error: unknown) => afterFailure(sent, isAgain, toldError(error)));
    markAnswer();
    busy.current = false;
    setSending(next);
    if (next.kind === 'Unknown') {
      const wait = waitBefore(tries, sent, Date.now());
      if (wait !== null) timer.current = setTimeout(() => void ask(sent, tries + 1), wait);
      return;
    }
    const { store, keepsPlaced, onEnded } = now.current;
    store.keep(next.kind === 'Placed' && keepsPlaced ? next.sent : null);
    onEnded(next);
  }, []);

  // What was sent before this page stood: a reload, a crash, another page of ours.
  useEffect(() => {
    const sent = now.current.store.read();
    if (sent === null) return;
    if (sent.clOrdId !== null) setSending({ kind: 'Placed', sent, clOrdId: sent.clOrdId });
    else if (Date.now() - sent.atMs < ASKS_ITSELF_MS) void ask(sent, 1);
    else
      setSending({ kind: 'Unknown', sent, sentence: 'This page was left before an answer came.' });
    return () => clearTimeout(timer.current);
  }, [ask]);

  useEffect(() => {
    if (sending.kind !== 'None' && sending.kind !== 'Asking') markPainted();
  }, [sending.kind]);

  const send = (wish: Wish, text: string): void => {
    if (busy.current || sending.kind === 'Unknown') return;
    markClick();
    const sent: Sent<Wish> = { key: newKey(), wish, text, atMs: Date.now(), clOrdId: null };
    now.current.store.keep(sent);
    void ask(sent, 0);
  };
  const askAgain = (): void => {
    if (sending.kind === 'Unknown') void ask(sending.sent, 1);
  };
  /** What is known may be put away; what is not stays. */
  const dismiss = (): void => {
    if (sending.kind === 'Asking' || sending.kind === 'Unknown') return;
    now.current.store.keep(null);
    setSending({ kind: 'None' });
  };
  return { sending, send, askAgain, dismiss };
}
