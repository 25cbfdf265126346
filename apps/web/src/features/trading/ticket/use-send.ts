'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client.ts';
import { newKey } from '@/trpc/new-key.ts';
import { toldError } from '@/trpc/told-error.ts';
import type { Wish } from '../model.ts';
import { keepSent, readSent, type Sent } from './kept.ts';
import { markAnswer, markClick, markPainted } from './marks.ts';
import {
  ASKS_ITSELF_MS,
  afterDecision,
  afterFailure,
  type Sending,
  waitBefore,
} from './sending.ts';

const NONE: Sending = { kind: 'None' };

/**
 * Sends an order once, whatever happens to the click, the page or the line: the key is kept before
 * anything leaves, and asked for with until the engine has answered.
 */
export function useSend(onPlaced: () => void) {
  const client = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const [sending, setSending] = useState<Sending>(NONE);
  const busy = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const placed = useRef(onPlaced);
  placed.current = onPlaced;

  const ask = useCallback(
    async (sent: Sent, tries: number): Promise<void> => {
      if (busy.current) return;
      busy.current = true;
      clearTimeout(timer.current);
      const isAgain = tries > 0;
      setSending({ kind: 'Asking', sent, isAgain });
      const { key: idempotencyKey, wish } = sent;
      const next = await client.trading.placeOrder
        .mutate({ wish, idempotencyKey })
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
      keepSent(next.kind === 'Placed' ? next.sent : null);
      if (next.kind === 'Placed') placed.current();
      void queries.invalidateQueries(trpc.trading.listOrders.pathFilter());
    },
    [client, queries, trpc],
  );

  // What was sent before this page stood: a reload, a crash, another page of ours.
  useEffect(() => {
    const sent = readSent();
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
    const sent: Sent = { key: newKey(), wish, text, atMs: Date.now(), clOrdId: null };
    keepSent(sent);
    void ask(sent, 0);
  };
  const askAgain = (): void => {
    if (sending.kind === 'Unknown') void ask(sending.sent, 1);
  };
  /** What is known may be put away; what is not stays. */
  const dismiss = (): void => {
    if (sending.kind === 'Asking' || sending.kind === 'Unknown') return;
    keepSent(null);
    setSending(NONE);
  };
  return { sending, send, askAgain, dismiss };
}
