/**
 * What the engine is told of people's decisions. Told in the transaction of the decision, so that there is
 * neither without the other; read by the engine's role in its order, each sequence once it is whole.
 */
import { type Control, type ControlText, controlSchema } from '@ultrathink/domain/engine/controls';
import type { AnyId, ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { Database, Tx } from '../../connect.ts';
import { Prisma } from '../../generated/client.ts';
import { utcOf } from '../../moments.ts';

export interface Telling {
  /** Whom it concerns: told to the client's shard; null: to every shard there is. */
  readonly client: ClientId | null;
  readonly at: UtcTime;
  /** The proposal that is being carried out; of a stop, the id of its row. */
  readonly cause: AnyId;
  readonly bodies: readonly ControlText[];
}

/**
 * Holds the shard's order until the transaction ends: call it last. Roles `app_staff`, and `app_client` for
 * the traders of its own accounts. The database refuses what no approved proposal says.
 */
export async function tellEngine(tx: Tx, { client, at, cause, bodies }: Telling): Promise<void> {
  for (const [ordinal, body] of bodies.entries()) {
    await tx.$executeRaw(Prisma.sql`
      select engine.tell(${client}::uuid, ${at}::timestamptz, ${cause}::uuid, ${ordinal}::int,
        ${JSON.stringify(body)}::jsonb)`);
  }
}

export const MAX_CONTROLS_READ = 1_000;

/**
 * What the shard was told after `after`, in its order, at most `most`. Role `engine`.
 * @throws for a body that no version of this engine knows: nothing after it may be taken.
 */
export async function readControls(
  { prisma }: Pick<Database, 'prisma'>,
  shard: number,
  after: number,
  most: number,
): Promise<readonly Control[]> {
  const rows = await prisma.controlOutbox.findMany({
    where: { shard, sequence: { gt: after } },
    orderBy: { sequence: 'asc' },
    take: Math.min(most, MAX_CONTROLS_READ),
  });
  return rows.map(({ sequence, at, body }) =>
    controlSchema.parse({ sequence, at: utcOf(at), body }),
  );
}
