/** Sealed events as rows and pages: read from their bytes, which no column can contradict. */
import type { Tx } from '@ultrathink/db';
import type { EventPlace, ReadEvent } from '@ultrathink/db/events';
import { toHex } from '@ultrathink/domain/audit';
import { type EventId, fromEpochMs, idSchema, toEpochMs } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import type { Services } from '../../context.ts';
import { isId, type NameOf, namesFor } from './naming.ts';
import { bodySchema, type EventRow } from './schemas.ts';

type Body = z.infer<typeof bodySchema>;

export const textOf = ({ body }: ReadEvent): string => Buffer.from(body).toString('utf8');
export const bodyOf = (event: ReadEvent): Body => bodySchema.parse(JSON.parse(textOf(event)));

export async function rowsOf(
  tx: Tx,
  services: Services,
  events: readonly ReadEvent[],
): Promise<EventRow[]> {
  const read = events.map((event) => ({ event, body: bodyOf(event) }));
  const ids = read.flatMap(({ body }) => [
    body.actor.id,
    body.subject.id,
    ...(body.onBehalfOf === null ? [] : [body.onBehalfOf]),
  ]);
  const nameOf = await namesFor(tx, services, ids.filter(isId));
  return read.map(({ event, body }) => rowOf(event, body, nameOf));
}

function rowOf(event: ReadEvent, body: Body, nameOf: NameOf): EventRow {
  const party = (kind: string, id: string) => ({ kind, id, name: nameOf(kind, id) });
  const { actor, subject, onBehalfOf, action, correlationId, writer } = body;
  // A part of the system is named by what it writes as; its id is that of one run of it.
  const by = actor.kind === 'System' ? { ...actor, name: writer } : party(actor.kind, actor.id);
  return {
    id: event.id,
    at: event.at,
    chain: event.chain,
    sequence: event.sequence,
    actor: { kind: by.kind, id: by.id, name: by.name },
    onBehalfOf: onBehalfOf === null ? null : party('Person', onBehalfOf),
    client: event.clientId === null ? null : party('Client', event.clientId),
    action,
    subject: party(subject.kind, subject.id),
    correlationId,
    hash: toHex(event.hash),
  };
}

/** Where the page after these begins; null when fewer came than were asked for. */
export function nextOf(events: readonly ReadEvent[], page: number): string | null {
  const last = events[page - 1];
  if (events.length <= page || last === undefined) return null;
  return `${toEpochMs(last.at)}.${last.sequence}.${last.id}`;
}

const PLACE = /^(?<ms>\d{1,13})\.(?<sequence>\d{1,15})\.(?<id>[0-9a-f-]{36})$/;

/** A place an earlier page gave out; null for the first page. */
export const placeSchema = z
  .string()
  .regex(PLACE, 'Not a place an answer of ours went on from.')
  .transform((text, ctx): EventPlace => {
    const { ms = '', sequence = '', id = '' } = PLACE.exec(text)?.groups ?? {};
    const parsed = idSchema<EventId>().safeParse(id);
    if (!parsed.success) {
      ctx.addIssue({ code: 'custom', message: 'Not a place an answer of ours went on from.' });
      return z.NEVER;
    }
    return { at: fromEpochMs(Number(ms)), sequence: Number(sequence), id: parsed.data };
  })
  .nullable();
