'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type IdempotencyKey, idSchema } from '@ultrathink/domain/kernel';
import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { useTRPC, useTRPCClient } from '@/trpc/client.ts';
import { newKey } from '@/trpc/new-key.ts';
import { toldError } from '@/trpc/told-error.ts';
import {
  ASKS_ITSELF_MS,
  afterDecision,
  afterFailure,
  type Sending,
  waitBefore,
} from '../ticket/sending.ts';
import type { BlockWish } from './draft.ts';

const sentSchema = z.object({
  /** The same again gets the same answer. */
  key: idSchema<IdempotencyKey>(),
  wish: z.custom<BlockWish>((value) => typeof value === 'object' && value !== null),
  atMs: z.number(),
});
type SentBlock = z.infer<typeof sentSchema>;

const SENT = 'block.sent';

/** A block that was sent from this tab, until its answer is known: it outlives a reload. */
export function readSentBlock(): SentBlock | null {
  try {
    const text = sessionStorage.getItem(SENT);
    const read = text === null ? null : sentSchema.safeParse(JSON.parse(text));
    return read?.success === true ? read.data : null;
  } catch {
    return null;
  }
}

function keepSentBlock(sent: SentBlock | null): void {
  try {
    if (sent === null) sessionStorage.removeItem(SENT);
    else sessionStorage.setItem(SENT, JSON.stringify(sent));
  } catch {
    // A full or forbidden storage keeps nothing: the form works for as long as it stands.
  }
}

const NONE: Sending<SentBlock> = { kind: 'None' };

/**
 * Sends a block once, whatever happens to the click, the page or the line: its key is kept before anything
 * leaves, and asked for with until the engine has answered.
 */
export function useSendBlock(onPlaced: (clOrdId: string) => void) {
  const client = useTRPCClient();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const [sending, setSending] = useState<Sending<SentBlock>>(NONE);
  const busy = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const placed = useRef(onPlaced);
  placed.current = onPlaced;

  const ask = useCallback(
    async (sent: SentBlock, tries: number): Promise<void> => {
      if (busy.current) return;
      busy.current = true;
      clearTimeout(timer.current);
      const isAgain = tries > 0;
      setSending({ kind: 'Asking', sent, isAgain });
      const { key: idempotencyKey, wish } = sent;
      const next = await client.trading.placeBlock
        .mutate({ ...wish, idempotencyKey })
        .then(({ decision }) => afterDecision(sent, decision))
        .catch((error: unknown) => afterFailure(sent, isAgain, toldError(error)));
      busy.current = false;
      setSending(next);
      if (next.kind === 'Unknown') {
        const wait = waitBefore(tries, sent, Date.now());
        if (wait !== null) timer.current = setTimeout(() => void ask(sent, tries + 1), wait);
        return;
      }
      keepSentBlock(null);
      await queries.invalidateQueries(trpc.trading.listBlocks.pathFilter());
      if (next.kind === 'Placed') placed.current(next.clOrdId);
    },
    [client, queries, trpc],
  );

  // What was sent before this page stood: a reload, a crash.
  useEffect(() => {
    const sent = readSentBlock();
    if (sent === null) return;
    // As the ticket does: what is old is asked for by a person, who may have placed another since.
    if (Date.now() - sent.atMs < ASKS_ITSELF_MS) void ask(sent, 1);
    else
      setSending({ kind: 'Unknown', sent, sentence: 'This page was left before an answer came.' });
    return () => clearTimeout(timer.current);
  }, [ask]);

  const send = (wish: BlockWish): void => {
    if (busy.current || sending.kind === 'Unknown') return;
    const sent: SentBlock = { key: newKey(), wish, atMs: Date.now() };
    keepSentBlock(sent);
    void ask(sent, 0);
  };
  const askAgain = (): void => {
    if (sending.kind === 'Unknown') void ask(sending.sent, 1);
  };
  return { sending, send, askAgain };
}
