/** A verification of the log as it goes: how far it is, and what it found. Pure: no clock, no call. */

/** What is wrong and where: the first bad place, as the platform says it. */
export interface Breakage {
  readonly sentence: string;
}

export type Verification =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly checked: number; readonly total: number }
  | {
      readonly kind: 'intact';
      readonly checked: number;
      readonly tookMs: number;
      /** When it ended, ISO 8601. */
      readonly at: string;
    }
  | {
      readonly kind: 'broken';
      readonly checked: number;
      readonly tookMs: number;
      readonly at: string;
      readonly breakage: Breakage;
    }
  | { readonly kind: 'canceled'; readonly checked: number; readonly total: number }
  | {
      readonly kind: 'failed';
      readonly checked: number;
      readonly total: number;
      readonly sentence: string;
      readonly quote: string;
    };

/** Share done, 0 to 1. A log that grew meanwhile is never more than whole. */
export function progressOf(state: Verification): number {
  if (state.kind === 'intact') return 1;
  if (!('total' in state) || state.total === 0) return 0;
  return Math.min(1, state.checked / state.total);
}

/** Time left in ms by the pace so far; null before there is a pace. */
export function timeLeft(checked: number, total: number, sinceMs: number): number | null {
  if (checked <= 0 || sinceMs <= 0 || checked >= total) return null;
  return ((total - checked) * sinceMs) / checked;
}
