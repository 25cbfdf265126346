'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '@ultrathink/api/client';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import { LiveLine, type OpenStream } from './live-line.ts';

const LineContext = createContext<LiveLine | null>(null);

/** A browser that keeps tabs apart (no locks outside a secure context) gets no live line. */
function canShare(): boolean {
  return typeof BroadcastChannel !== 'undefined' && 'locks' in navigator;
}

function streamOf(client: TRPCClient<AppRouter>): OpenStream {
  return ({ since, topics, books }, on) =>
    client.live.subscribe(
      { topics: [...topics], books: [...books], since },
      {
        onData: (data) => {
          if ('id' in data) on.message(data.data, data.id);
          else on.message(data, null);
        },
        // The first attempt has no error yet; one that follows an error has lost the line.
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'connecting' && error !== null) on.state('Lost');
        },
        onError: on.end,
        onComplete: on.end,
      },
    );
}

/** Once per tab, around what reads live figures. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const [line, setLine] = useState<LiveLine | null>(null);
  useEffect(() => {
    if (!canShare()) return;
    const opened = new LiveLine(streamOf(client));
    const stopListening = opened.onResync(() => void queryClient.invalidateQueries());
    setLine(opened);
    return () => {
      stopListening();
      opened.close();
    };
  }, [client, queryClient]);
  return <LineContext value={line}>{children}</LineContext>;
}

/** The line of this tab; null on the server and until the page runs. */
export function useLine(): LiveLine | null {
  return use(LineContext);
}
