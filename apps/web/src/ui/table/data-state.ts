/**
 * What is known about data a reader asked for. Heads, axes and old figures stay in place in every
 * state; only what is shown inside them and the word at the right change.
 */
export type DataState =
  | { readonly kind: 'ready' }
  /** The first load. Rows that are only fetched again stay `ready`, with an older freshness. */
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'error';
      /** What happened: "This page could not load its orders." */
      readonly sentence: string;
      /** What is safe in spite of it: "Trading is not affected." */
      readonly safe?: string;
      /** The id to quote to somebody who can look it up. */
      readonly quote?: string;
      readonly onRetry?: () => void;
    }
  | {
      readonly kind: 'forbidden';
      /** "Your role can't see orders of Osprey Bank." */
      readonly sentence: string;
      /** Who can change that: "Ask H. Sato or any desk head." */
      readonly ask?: string;
    }
  /** Figures older than they should be: they stay, in secondary ink. */
  | { readonly kind: 'stale'; readonly age: string }
  | { readonly kind: 'offline'; readonly since: string; readonly sentence?: string };

export const READY: DataState = { kind: 'ready' };

/** Whether the data of a state is shown at all. */
export function showsData(state: DataState): boolean {
  return state.kind === 'ready' || state.kind === 'stale' || state.kind === 'offline';
}
