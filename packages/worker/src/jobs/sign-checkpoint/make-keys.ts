/** Makes the signing keys that are missing, and seals which: their fingerprints stand in the trail they sign. */
import { type Door, write } from '@ultrathink/db';
import {
  areKeysMissing,
  lockSigning,
  makeMissingKeys,
  type SecretRing,
  type SigningKey,
  sha256,
} from '@ultrathink/db/proof';
import { toHex } from '@ultrathink/domain/audit';
import {
  type CorrelationId,
  err,
  type IdempotencyKey,
  type Ids,
  ok,
  type ProcessId,
} from '@ultrathink/domain/kernel';

export interface MakeKeysParts {
  readonly ring: SecretRing;
  readonly ids: Ids;
  readonly origin: string;
  readonly door: Door;
  readonly processId: ProcessId;
}

/** @throws when it could not be sealed: then no key was made either. */
export async function makeKeys({
  ring,
  ids,
  origin,
  door,
  processId,
}: MakeKeysParts): Promise<void> {
  const { prisma } = door.database;
  if (!(await prisma.$transaction(areKeysMissing))) return;
  const written = await write(
    door,
    {
      actor: { id: processId, scope: { kind: 'Firm' }, kind: 'System' },
      idempotencyKey: ids.next<IdempotencyKey>(),
      correlationId: ids.next<CorrelationId>(),
      kind: 'audit.makeSigningKey',
      input: {},
    },
    async (tx, at) => {
      if (!(await lockSigning(tx))) return err('Busy' as const);
      const [first, ...rest] = await makeMissingKeys(tx, { ring, ids, origin, at });
      if (first === undefined) return err('Made' as const);
      return ok({ answer: null, events: [eventOf(first), ...rest.map(eventOf)] as const });
    },
  );
  // Another process makes them at this moment, or has made them.
  if (written.ok || written.error.code === 'Refused') return;
  throw new Error(`No signing key could be made: ${written.error.code}.`);
}

const eventOf = ({ id, name, algorithm, publicKey, from }: SigningKey) => ({
  action: 'audit.makeSigningKey',
  subject: { kind: 'SigningKey', id },
  after: { name, algorithm, from, fingerprint: toHex(sha256(publicKey)) },
});
