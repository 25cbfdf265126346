/** How the cases of the suite are written: numbered, and honest about where they can't be run. */
import type { VenueSetup } from '../src/index.ts';
import type { Desk } from './desk.ts';
import type { Controls, Target } from './target.ts';

/** Short, so that a silent line is noticed within a test. */
export const SILENCE_MS = 400;

export interface Suite {
  readonly target: Target;
  /** The one that most cases share. */
  desk(): Desk;
  /** One with a connection of its own, for cases after which a line is not as before. */
  fresh(changes?: Partial<VenueSetup>): Promise<Desk>;
  /** Only within cases that need `Controls`. */
  controls(): Controls;
  /** `Controls`: needs a venue that lets one switch its faults; skipped elsewhere, and said so. */
  test(
    number: string,
    guarantee: string,
    where: 'Anywhere' | 'Controls',
    run: () => Promise<void>,
  ): void;
}
