/** That the trail was looked at is an event of the trail: whoever stops the looks leaves a gap in them. */
import { type Door, write } from '@ultrathink/db';
import type { LogCheck } from '@ultrathink/db/proof';
import type { CorrelationId, IdempotencyKey, Ids, ProcessId } from '@ultrathink/domain/kernel';

export interface SealCheckParts {
  readonly door: Door;
  readonly processId: ProcessId;
  readonly ids: Ids;
}

/** @throws when it could not be sealed; the row of the check stands, and the job is tried again. */
export function createSealCheck(parts: SealCheckParts): (check: LogCheck) => Promise<void> {
  const { door, processId, ids } = parts;
  return async (check) => {
    const { id, startedAt, at, events, size, checkpoints, copies, finding } = check;
    const counts = { events, size, checkpoints, copies };
    const after = { ...counts, finding: finding === undefined ? null : { ...finding } };
    const written = await write(
      door,
      {
        actor: { id: processId, scope: { kind: 'Firm' }, kind: 'System' },
        // The check's own id: however often it is sent, it is sealed once.
        idempotencyKey: id as string as IdempotencyKey,
        correlationId: ids.next<CorrelationId>(),
        kind: 'audit.checkLog',
        input: { check: id },
      },
      async () => ({
        ok: true,
        value: {
          answer: null,
          events: [
            {
              action: 'audit.checkLog',
              subject: { kind: 'LogCheck', id },
              after: { ...after, startedAt, at },
            },
          ],
        },
      }),
    );
    if (!written.ok) throw new Error(`The check could not be sealed: ${written.error.code}.`);
  };
}
