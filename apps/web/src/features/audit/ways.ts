/** Addresses of the explorer under one audience: compliance reads all, a client its own. */
import type { Party } from './model.ts';

export type AuditBase = '/compliance/audit' | '/client/audit';

export interface AuditWays {
  readonly base: AuditBase;
  readonly events: string;
  readonly checkpoints: string;
  readonly verify: string;
  readonly event: (id: string) => string;
  readonly subject: (subject: Pick<Party, 'kind' | 'id'>) => string;
  readonly correlation: (id: string) => string;
}

export function auditWays(base: AuditBase): AuditWays {
  const to = (...steps: readonly string[]) => [base, ...steps.map(encodeURIComponent)].join('/');
  return {
    base,
    events: base,
    checkpoints: to('checkpoints'),
    verify: to('verify'),
    event: (id) => to('events', id),
    subject: ({ kind, id }) => to('subjects', kind, id),
    correlation: (id) => to('correlations', id),
  };
}
