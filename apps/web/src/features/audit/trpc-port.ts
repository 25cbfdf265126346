/** The explorer's questions as calls of the platform. */
import type { EventId } from '@ultrathink/domain/kernel';
import type { useTRPCClient } from '@/trpc/client.ts';
import { exportedRows } from './exported-events.ts';
import type { AuditPort } from './port.ts';

type Client = ReturnType<typeof useTRPCClient>;

/** @param own a client's people: what they may take is their own selection of the log. */
export function auditPort({ audit }: Client, own: boolean): AuditPort {
  const never = () => Promise.reject(new Error('not yet'));
  const port: AuditPort = {
    search: never,
    count: never,
    event: never,
    timeline: never,
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
