/** What the strip says of the firm: Active is said only of what was read just now of an engine that takes orders. */
import type { Freshness, LineState } from '@/features/live/freshness.ts';
import type { Beat } from '@/features/live/live-line.ts';
import type { Strip, StripState } from './use-strip.ts';

export type FirmWord = StripState['state'] | 'NoEngine' | 'NoVenueOpen' | 'Unknown' | 'Reading';

export interface FirmFacts {
  readonly strip: Strip | undefined;
  /** The last read of it failed. */
  readonly isFailing: boolean;
  readonly line: {
    readonly state: LineState;
    readonly beat: Pick<Beat, 'engine' | 'engineSince'> | null;
    readonly freshness: Freshness['state'];
  };
}

export function firmWord({ strip, isFailing, line }: FirmFacts): FirmWord {
  if (strip === undefined) return isFailing ? 'Unknown' : 'Reading';
  const firm = strip.states.find(({ level }) => level === 'firm')?.state ?? 'Active';
  // A stop that was true is not taken back because nobody can ask about it.
  if (firm !== 'Active') return firm;
  if (isFailing) return 'Unknown';
  const { beat } = line;
  if (strip.engine === 'Away' || (beat !== null && beat.engine !== 'Connected')) return 'NoEngine';
  if (strip.engine === 'Closed') return 'NoVenueOpen';
  return lineWord(line, strip);
}

function lineWord({ state, beat, freshness }: FirmFacts['line'], strip: Strip): FirmWord {
  if (beat === null || state === 'Connecting') return 'Reading';
  // What was read before this engine answered was said by another one.
  if (strip.at < beat.engineSince) return 'Reading';
  return freshness === 'live' || freshness === 'slow' ? 'Active' : 'Unknown';
}
