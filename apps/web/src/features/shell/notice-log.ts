/**
 * What others and the platform did while this tab is open, for the bell and its toasts. It lives as
 * long as the tab, over all shells; what has to outlive it will be rows.
 */
import type { Beat } from '@/features/live/live-line.ts';
import type { NoticeLook } from '@/ui/notification.tsx';

export type LoggedNotice = {
  readonly id: string;
  readonly title: string;
  readonly evidence: string;
  readonly look: NoticeLook;
  /** When it happened, UTC. */
  readonly at: string;
  readonly isNew: boolean;
};

const KEPT = 50;
const NONE: readonly LoggedNotice[] = [];

const CONNECTED: NoticeLook = { shape: 'dot', tone: 'accent' };
const AWAY: NoticeLook = { shape: 'square', tone: 'danger' };

function engineNotice({ engine, engineSince: at }: Beat): Omit<LoggedNotice, 'isNew'> {
  const id = `engine ${at}`;
  if (engine === 'Connected') {
    const evidence = 'Commands reach it again.';
    return { id, at, title: 'The engine is connected again.', evidence, look: CONNECTED };
  }
  const evidence = 'Nothing is sent until it is back.';
  return { id, at, title: 'The engine is not connected.', evidence, look: AWAY };
}

export class NoticeLog {
  readonly #listeners = new Set<() => void>();
  #engine: Beat['engine'] | null = null;
  #notices = NONE;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Newest first. */
  readonly notices = (): readonly LoggedNotice[] => this.#notices;

  /** A change of the engine that this tab was there for; null for any other beat. */
  hear(beat: Beat): LoggedNotice | null {
    const before = this.#engine;
    this.#engine = beat.engine;
    const isChange = before !== null && (before === 'Connected') !== (beat.engine === 'Connected');
    if (!isChange) return null;
    const notice = { ...engineNotice(beat), isNew: true };
    this.#tell([notice, ...this.#notices].slice(0, KEPT));
    return notice;
  }

  /** The reader has seen what there is. */
  seen(): void {
    if (!this.#notices.some(({ isNew }) => isNew)) return;
    this.#tell(this.#notices.map((notice) => ({ ...notice, isNew: false })));
  }

  #tell(notices: readonly LoggedNotice[]): void {
    this.#notices = notices;
    for (const listener of this.#listeners) listener();
  }
}
