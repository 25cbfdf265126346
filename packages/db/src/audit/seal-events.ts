/** Events of one transaction, sealed as its last statements: they hold their chain until the commit. */
import {
  type EventDraft,
  type EventFrame,
  eventBody,
  PEOPLE_CHAIN,
} from '@ultrathink/domain/audit';
import type { ClientId } from '@ultrathink/domain/kernel';
import type { Tx } from '../connect.ts';
import { Prisma } from '../generated/client.ts';

export type Framing = (draft: EventDraft) => EventFrame;

/** @throws {TypeError} for an event that canonical JSON can't hold: a bug of the change. */
export async function sealEvents(
  tx: Tx,
  drafts: readonly EventDraft[],
  frame: Framing,
): Promise<void> {
  const sealed = drafts.map((draft) => bodyOf(frame(draft), draft));
  for (const { clientId, bodies } of runsOf(sealed)) {
    await tx.$queryRaw(Prisma.sql`
      select audit.seal(${PEOPLE_CHAIN}, ${clientId}::uuid, ${bodies}::bytea[])::text`);
  }
}

interface Body {
  readonly clientId: ClientId | null;
  readonly body: Buffer;
}

function bodyOf(frame: EventFrame, draft: EventDraft): Body {
  const body = eventBody(frame, draft);
  if (body.ok) return { clientId: frame.clientId, body: Buffer.from(body.value) };
  const { code, pointer } = body.error;
  throw new TypeError(`${draft.action}: ${pointer} can not be sealed (${code}).`);
}

/** In their order; neighbours of one client go together. */
function runsOf(sealed: readonly Body[]): { clientId: ClientId | null; bodies: Buffer[] }[] {
  const runs: { clientId: ClientId | null; bodies: Buffer[] }[] = [];
  for (const { clientId, body } of sealed) {
    const last = runs.at(-1);
    if (last !== undefined && last.clientId === clientId) last.bodies.push(body);
    else runs.push({ clientId, bodies: [body] });
  }
  return runs;
}
