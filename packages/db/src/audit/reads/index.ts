/** Events, read: for the explorer of the log. */
export type { EventPlace, EventSearch, SearchWord } from './condition.ts';
export {
  type BucketCount,
  bucketSearch,
  COUNTED_MOST,
  countSearch,
  type FacetCount,
} from './counts.ts';
export {
  findEvent,
  newestByActors,
  type ReadEvent,
  readTimeline,
  searchEvents,
  type TimelineOf,
} from './events.ts';
export { everyOrganisation, everyPerson, type NamedOrganisation } from './names.ts';
