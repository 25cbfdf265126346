/** The explorer's questions as calls of the platform. */
import type {
  ClientId,
  CorrelationId,
  EventId,
  PersonId,
  UtcTime,
} from '@ultrathink/domain/kernel';
import type { useTRPCClient } from '@/trpc/client.ts';
import type { AuditSearch } from './address.ts';
import { exportedRows } from './exported-events.ts';
import type { AuditPort, TimelineOf } from './port.ts';

type Client = ReturnType<typeof useTRPCClient>;

/** Ids from an address are texts until the platform has looked at them; what is none it refuses. */
function wanted({ find, chosen, span }: AuditSearch) {
  return {
    text: find,
    actions: [...chosen.action],
    actors: chosen.actor as PersonId[],
    subjectKinds: [...chosen.subject],
    clients: chosen.client as ClientId[],
    chains: [...chosen.chain],
    fromAt: span === null ? null : (span.from as UtcTime),
    toAt: span === null ? null : (span.to as UtcTime),
  };
}

function timelineOf(of: TimelineOf) {
  return of.kind === 'subject' ? of : { kind: of.kind, id: of.id as CorrelationId };
}

/** @param own a client's people: what they may take is their own selection of the log. */
export function auditPort({ audit }: Client, own: boolean): AuditPort {
  const port: AuditPort = {
    search: (search, from, signal) =>
      audit.search.query({ search: wanted(search), from }, { signal }),
    count: (search, signal) => audit.facets.query({ search: wanted(search) }, { signal }),
    async event(id) {
      const { before, after, ...event } = await audit.get.query({ id: id as EventId });
      return { ...event, before: before ?? null, after: after ?? null };
    },
    timeline: (of, from) => audit.timeline.query({ of: timelineOf(of), from }),
    async head() {
      const { lastCheck, ...head } = await audit.head.query();
      const finding = lastCheck?.finding?.sentence ?? null;
      return { ...head, lastCheck: lastCheck && { ...lastCheck, finding } };
    },
    checkpoints: (from) => audit.checkpoints.query({ from }),
    receipt: (id) => audit.receipt.query({ eventId: id as EventId }),
    async verify(from, signal) {
      const { finding, ...part } = await audit.verifyRange.query({ from }, { signal });
      return { ...part, breakage: finding };
    },
    async export(search, form, from, signal) {
      if (form === 'proof') {
        const request = { kind: own ? 'Selection' : 'Log' } as const;
        return audit.exportPage.query({ request, from }, { signal });
      }
      return exportedRows(form, await port.search(search, from, signal), from === null);
    },
  };
  return port;
}
