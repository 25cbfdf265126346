/**
 * One part of an export with its proof: parts written one after the other are the file that the
 * verifiers read. A client's people get their own events, each with its proof.
 */
import { read } from '@ultrathink/db';
import { type ExportRefusal, exportPart } from '@ultrathink/db/proof';
import { type ClientId, idSchema, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { query } from '../../procedures/query.ts';
import { sightOf } from '../../procedures/sight-of.ts';
import { cursorSchema, cursorText } from './cursor.ts';
import { ownOf, seesAll } from './reach.ts';
import { countSchema } from './schemas.ts';

/** Some 2 KB each with its proof. */
const EVENTS_MOST = 500;

const chainName = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'Not the name of a chain.');

const request = z.discriminatedUnion('kind', [
  /** The places [from, to) of the log; left open, those of all that is signed. */
  z.strictObject({
    kind: z.literal('Log'),
    from: countSchema.optional(),
    to: countSchema.optional(),
  }),
  /** Sequence numbers of one chain, both included. */
  z.strictObject({
    kind: z.literal('Chain'),
    chain: chainName,
    from: z.int().positive(),
    to: z.int().positive(),
  }),
  /** Of one client, of a span of time, or all one may see. */
  z.strictObject({
    kind: z.literal('Selection'),
    clientId: idSchema<ClientId>().optional(),
    fromAt: utcTimeSchema.optional(),
    toAt: utcTimeSchema.optional(),
  }),
]);

const input = z.strictObject({
  request,
  /** The size of a checkpoint one keeps: the export shows that the log continues it. */
  since: z.int().positive().optional(),
  from: cursorSchema(['size', 'next', 'events']).nullable(),
});

const output = z.strictObject({
  text: z.string(),
  /** In this part. */
  events: countSchema,
  next: z.string().nullable(),
});

const REFUSED: Readonly<Record<ExportRefusal, string>> = {
  NothingSigned: 'No checkpoint is signed yet, so there is nothing to prove. It takes a minute.',
  BeyondSigned: 'The log that is signed ends before that place.',
  NoSuchCheckpoint: 'There is no checkpoint over so many events.',
};

export const exportPage = query('audit.export')
  .input(input)
  .output(output)
  .query(async ({ ctx: { authorise, caller, services }, input: asked }) => {
    const { database, actor } = await authorise('audit.export', sightOf(caller));
    if (asked.request.kind !== 'Selection' && !seesAll(actor)) {
      throw new Refusal(
        'Forbidden',
        'The whole log and its chains hold events of others. Ask for a selection: it holds yours.',
      );
    }
    const plan = {
      request:
        asked.request.kind === 'Selection'
          ? { ...ownOf(caller), ...withoutGaps(asked.request) }
          : withoutGaps(asked.request),
      madeAt: services.clock.now(),
      most: EVENTS_MOST,
      ...(asked.since !== undefined && { since: asked.since }),
      ...(asked.from !== null && { cursor: asked.from }),
    };
    const part = await read(database, actor, (tx) => exportPart(tx, plan), { isOneMoment: true });
    if (typeof part === 'string') throw new Refusal('Conflict', REFUSED[part]);
    const { text, events, next } = part;
    return { text, events, next: next && cursorText(next.size, next.next, next.events) };
  });

/** Members that were not given are left out: undefined is no value of the format. */
function withoutGaps<T extends object>(value: T) {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
