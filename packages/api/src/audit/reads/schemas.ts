/** Events as the explorer shows them. Names stand beside ids, and are null where nobody may know. */
import { type ClientId, idSchema, type PersonId, utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';

const TEXT_MAX = 200;
const VALUES_MAX = 20;
const code = z.string().regex(/^[A-Za-z][A-Za-z.-]{0,79}$/, 'Not a code of ours.');

/** What is searched for. Values of one list are an "or", lists are an "and". */
export const searchSchema = z.strictObject({
  /** Words that all have to match: names, codes, reasons, ids, hashes, sequence numbers. */
  text: z.string().max(TEXT_MAX),
  actions: z.array(code).max(VALUES_MAX),
  actors: z.array(idSchema<PersonId>()).max(VALUES_MAX),
  subjectKinds: z.array(code).max(VALUES_MAX),
  clients: z.array(idSchema<ClientId>()).max(VALUES_MAX),
  chains: z.array(z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'Not a chain.')).max(VALUES_MAX),
  fromAt: utcTimeSchema.nullable(),
  toAt: utcTimeSchema.nullable(),
});

export const partySchema = z.strictObject({
  kind: z.string(),
  id: z.string(),
  name: z.string().nullable(),
});

export const rowSchema = z.strictObject({
  id: z.string(),
  at: utcTimeSchema,
  chain: z.string(),
  sequence: z.int().positive(),
  actor: partySchema,
  onBehalfOf: partySchema.nullable(),
  client: partySchema.nullable(),
  action: z.string(),
  subject: partySchema,
  correlationId: z.string(),
  /** Lower-case hexadecimal. */
  hash: z.string(),
});

export type EventRow = z.infer<typeof rowSchema>;

export const pageSchema = (most: number) =>
  z.strictObject({ rows: z.array(rowSchema).max(most), next: z.string().nullable() });

/** What an event says of itself. Written by our own door, so a body that is none is a fault. */
export const bodySchema = z.object({
  actor: z.object({
    kind: z.string(),
    id: z.string(),
    session: z.string().optional(),
    key: z.string().optional(),
  }),
  onBehalfOf: z.string().nullable(),
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  commandId: z.string(),
  correlationId: z.string(),
  causationId: z.string().nullable(),
  writer: z.string(),
});
