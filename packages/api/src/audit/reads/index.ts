/** The procedures that read events, to stand in the router `audit`. */
import { facets } from './facets.ts';
import { get } from './get.ts';
import { search } from './search.ts';
import { timeline } from './timeline.ts';

export const readProcedures = { search, facets, get, timeline };
