import {
  SPECIMEN_BUCKETS,
  SPECIMEN_CHECKPOINTS,
  SPECIMEN_CORRELATED,
  SPECIMEN_EVENT,
  SPECIMEN_FACETS,
  SPECIMEN_HEAD,
  SPECIMEN_RECEIPT,
  SPECIMEN_ROWS,
} from '../data/events.ts';
import { EventLogSpecimens } from '../event-log.tsx';

export function EventLogSection() {
  if (SPECIMEN_EVENT === undefined) return null;
  return (
    <EventLogSpecimens
      rows={SPECIMEN_ROWS}
      event={SPECIMEN_EVENT}
      correlated={SPECIMEN_CORRELATED}
      receipt={SPECIMEN_RECEIPT}
      facets={SPECIMEN_FACETS}
      buckets={SPECIMEN_BUCKETS}
      head={SPECIMEN_HEAD}
      checkpoints={SPECIMEN_CHECKPOINTS}
    />
  );
}
