import { Status } from '../status.tsx';
import { FRESHNESS, type StatusLook } from '../status-words.ts';
import type { DataState } from './data-state.ts';

const NOT_LOADED: StatusLook = { shape: 'cross', tone: 'danger', word: 'Not loaded' };
const NOT_YOURS: StatusLook = { shape: 'lock', tone: 'ink-3', word: 'Not yours to see' };

/** The word at the right that names the state of what stands below it. Nothing while it is ready. */
export function StateWord({ state }: { readonly state: DataState }) {
  switch (state.kind) {
    case 'ready':
      return null;
    case 'loading':
      return <span className="animate-appear text-ink-3 text-label">Loading</span>;
    case 'error':
      return <Status look={NOT_LOADED} className="text-ink text-label" />;
    case 'forbidden':
      return <Status look={NOT_YOURS} className="text-ink-2 text-label" />;
    case 'stale':
      return (
        <Status look={FRESHNESS.stale} className="text-label">
          {state.age}
        </Status>
      );
    case 'offline':
      return (
        <Status look={FRESHNESS.offline} className="text-label">
          since {state.since}
        </Status>
      );
  }
}
