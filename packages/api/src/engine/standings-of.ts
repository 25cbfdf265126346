/** How accounts at venues stand, as the engine says at this moment. */
import type { VenueStandingView } from '@ultrathink/domain/engine';
import { Refusal } from '../errors.ts';
import { type Asker, askEngine } from './ask-engine.ts';

/** Null where no engine answers. None where it does not lead. */
export async function standingsOf(asker: Asker): Promise<readonly VenueStandingView[] | null> {
  try {
    return (await askEngine(asker, { name: 'readStandings' })).standings;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
