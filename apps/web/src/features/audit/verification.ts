/** A verification of the log as it goes: how far it is, and what it found. Pure: no clock, no call. */

/** One part of what is verified, as one answer of the platform tells it. */
export interface VerifyStep {
  readonly checked: number;
  readonly broken: Breakage | null;
}

export interface Breakage {
  /** Null where the break is in the tree or a checkpoint and not in one chain. */
  readonly chain: string | null;
  /** The first bad one: a sequence of its chain, or the number of a checkpoint. */
  readonly sequence: number;
  readonly why: string;
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

const WHY: Readonly<Record<string, string>> = {
  OtherChain: 'it stands in another chain than its own',
  SequenceGap: 'the event with this number is missing',
  PreviousHashDiffers: 'it does not follow the event before it',
  HashDiffers: 'its bytes do not add up to its hash',
  LeafDiffers: 'its leaf in the tree is not its hash',
  LeafMissing: 'it has no leaf in the tree',
  NodeDiffers: 'a node of the tree above it does not add up',
  RootDiffers: 'the tree does not add up to the signed root',
  SignatureInvalid: 'a signature of the checkpoint does not hold',
  SignatureMissing: 'a signature of the checkpoint is missing',
  NotConsistent: 'this checkpoint does not contain the one before it',
  TreeShorter: 'the tree is shorter than a checkpoint says',
  CopyDiffers: 'the copy outside the database differs',
};

/** "Event 902,118 of people: its bytes do not add up to its hash." without the full stop. */
export function whyWords(why: string): string {
  return WHY[why] ?? why;
}
