/** What the tabs of one browser tell each other about their one session. */

export type SessionNews =
  /** The tab knows that the session has ended: others look for themselves. */
  | { readonly kind: 'Ended' }
  | { readonly kind: 'SignedIn' }
  | { readonly kind: 'SignedOut' }
  /** Acts in another organisation's name now. */
  | { readonly kind: 'Moved' }
  /** Somebody is there, in one of the tabs; epoch milliseconds. */
  | { readonly kind: 'Used'; readonly atMs: number };

const NAME = 'ultrathink.session';

/** Returns what stops listening. */
export function onSessionNews(listener: (news: SessionNews) => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = ({ data }: MessageEvent<SessionNews>) => listener(data);
  return () => channel.close();
}

/** Tells the other tabs; the one that tells hears nothing. */
export function tellSessionNews(news: SessionNews): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(news);
  channel.close();
}
