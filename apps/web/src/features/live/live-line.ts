/**
 * The one live stream of a browser, shared by its tabs. One tab, the one that holds the lock, has
 * the stream and repeats it to the others; when it goes, the next takes over where it stopped.
 *
 * Browsers open six connections per host at most, so a stream per tab would starve the seventh.
 */

import type { LiveMessage } from '@ultrathink/api/client';
import type { NoticeBody, Topic } from '@ultrathink/domain/engine';
import type { LineState } from './freshness.ts';
import { type Heard, HeardTopics } from './heard-topics.ts';
import { carried, SAY_EVERY_MS, type Want, WantedTopics } from './wanted-topics.ts';
import { withNextFrame } from './with-next-frame.ts';

const NAME = 'ultrathink.live';

/** React hears in the next frame of what comes after a silence, and ten times a second at most. */
const TELL_EVERY_MS = 100;

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 5_000;

/** Read on every page. */
const ALWAYS: readonly Topic[] = ['operations.process-metrics'];

/** Opens the stream of some topics from a place; calls back until it is closed. */
export type OpenStream = (
  from: { readonly since: string | null } & ReturnType<typeof carried>,
  on: {
    readonly message: (message: LiveMessage, place: string | null) => void;
    readonly state: (state: LineState) => void;
    readonly end: () => void;
  },
) => { unsubscribe(): void };

type Relayed =
  | { readonly kind: 'Message'; readonly message: LiveMessage; readonly place: string | null }
  | { readonly kind: 'State'; readonly state: LineState }
  | { readonly kind: 'Want'; readonly topics: readonly Want[] };

export type Beat = Extract<LiveMessage, { kind: 'Beat' }>;

export type LineSnapshot = {
  readonly state: LineState;
  readonly beat: Beat | null;
  readonly beatAtMs: number | null;
};

export type NoticeListener = (body: NoticeBody, atMs: number) => void;

const NOTHING: LineSnapshot = { state: 'Connecting', beat: null, beatAtMs: null };

export class LiveLine {
  readonly #open: OpenStream;
  readonly #stopping = new AbortController();
  readonly #channel: BroadcastChannel;
  readonly #listeners = new Set<() => void>();
  readonly #noticeListeners = new Set<NoticeListener>();
  readonly #resyncListeners = new Set<() => void>();
  readonly #heard = new HeardTopics();
  #snapshot: LineSnapshot = NOTHING;
  #place: string | null = null;
  #tellTimer: ReturnType<typeof setTimeout> | undefined;
  #toldAtMs = -TELL_EVERY_MS;
  readonly #wanted = new WantedTopics(ALWAYS);
  readonly #sayTimer: ReturnType<typeof setInterval>;
  /** Looks whether the stream carries what is wanted; does nothing in a tab that has none. */
  #review: () => void = () => undefined;

  constructor(open: OpenStream) {
    this.#open = open;
    this.#channel = new BroadcastChannel(NAME);
    this.#channel.onmessage = ({ data }: MessageEvent<Relayed>) => this.#take(data);
    this.#sayTimer = setInterval(() => this.#say(), SAY_EVERY_MS);
    navigator.locks
      .request(NAME, { signal: this.#stopping.signal }, () => this.#lead())
      // Rejects when this tab leaves while it waits for its turn: that is how it leaves.
      .catch(() => undefined);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): LineSnapshot => this.#snapshot;

  topic(topic: Topic): ReadonlyMap<string, Heard> | undefined {
    return this.#heard.topic(topic);
  }

  /** The stream carries this topic until what is given back is called. */
  want(topic: Want): () => void {
    if (this.#wanted.add(topic)) this.#say();
    return () => this.#wanted.remove(topic);
  }

  /** Every notice, at once: for histories. What is shown goes by `subscribe`. */
  onNotice(listener: NoticeListener): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  /** What this tab has read is to be read again. */
  onResync(listener: () => void): () => void {
    this.#resyncListeners.add(listener);
    return () => this.#resyncListeners.delete(listener);
  }

  close(): void {
    this.#stopping.abort();
    this.#channel.close();
    clearTimeout(this.#tellTimer);
    clearInterval(this.#sayTimer);
  }

  #say(): void {
    const topics = this.#wanted.own();
    this.#channel.postMessage({ kind: 'Want', topics } satisfies Relayed);
    this.#hearWanted(topics);
  }

  #hearWanted(topics: readonly Want[]): void {
    this.#wanted.hear(topics, performance.now());
    this.#review();
  }

  /** Holds the stream until this tab goes; the lock is held for as long as this has not returned. */
  async #lead(): Promise<void> {
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      const heard = await this.#follow(signal);
      if (heard === 'Switched') continue;
      failures = heard ? 0 : failures + 1;
      await pause(Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** failures), signal);
    }
  }

  /** One stream from its opening to its end; whether it brought anything, or others are wanted. */
  #follow(signal: AbortSignal): Promise<boolean | 'Switched'> {
    return new Promise((resolve) => {
      let heard = false;
      const topics = this.#wanted.all(performance.now());
      const leave = (how: boolean | 'Switched') => {
        signal.removeEventListener('abort', end);
        this.#review = () => undefined;
        stream.unsubscribe();
        resolve(how);
      };
      const end = () => {
        leave(heard);
        if (!signal.aborted) this.#repeat({ kind: 'State', state: 'Lost' });
      };
      this.#review = () => {
        if (`${this.#wanted.all(performance.now())}` !== `${topics}`) leave('Switched');
      };
      const stream = this.#open(
        { since: this.#place, ...carried(topics) },
        {
          message: (message, place) => {
            heard = true;
            this.#repeat({ kind: 'Message', message, place });
          },
          state: (state) => this.#repeat({ kind: 'State', state }),
          end,
        },
      );
      signal.addEventListener('abort', end);
    });
  }

  #repeat(relayed: Relayed): void {
    if (this.#stopping.signal.aborted) return;
    this.#channel.postMessage(relayed);
    this.#take(relayed);
  }

  #take(relayed: Relayed): void {
    if (relayed.kind === 'Want') {
      this.#hearWanted(relayed.topics);
      return;
    }
    if (relayed.kind === 'State') {
      this.#change({ ...this.#snapshot, state: relayed.state });
      return;
    }
    const { message, place } = relayed;
    if (place !== null) this.#place = place;
    const atMs = performance.now();
    switch (message.kind) {
      case 'Beat':
        this.#change({ state: 'Open', beat: message, beatAtMs: atMs });
        break;
      case 'Notices':
        for (const { key, body } of message.notices) this.#hear(key, body, atMs);
        this.#tellSoon();
        break;
      case 'Resync':
        for (const listener of this.#resyncListeners) listener();
        break;
    }
  }

  #hear(key: string, body: NoticeBody, atMs: number): void {
    this.#heard.hear(key, { body, atMs });
    for (const listener of this.#noticeListeners) listener(body, atMs);
  }

  #change(snapshot: LineSnapshot): void {
    this.#snapshot = snapshot;
    this.#tellSoon();
  }

  /** Once for all that came, with the frame that shows it. */
  #tellSoon(): void {
    this.#tellTimer ??= setTimeout(
      () => withNextFrame(() => this.#tell()),
      Math.max(0, this.#toldAtMs + TELL_EVERY_MS - performance.now()),
    );
  }

  #tell(): void {
    this.#tellTimer = undefined;
    if (this.#stopping.signal.aborted) return;
    this.#toldAtMs = performance.now();
    this.#heard.publish();
    for (const listener of this.#listeners) listener();
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
