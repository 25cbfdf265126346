/** The explorer's questions as calls of the platform. */
import type { useTRPCClient } from '@/trpc/client.ts';
import type { AuditPort } from './port.ts';

type Client = ReturnType<typeof useTRPCClient>;

export function auditPort(_client: Client): AuditPort {
  throw new Error('not yet');
}
