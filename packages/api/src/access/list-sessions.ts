/** Sessions of an organisation's people, or of one of them. */
import { read } from '@ultrathink/db';
import { listSessions as list } from '@ultrathink/db/access';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { query } from '../procedures/query.ts';
import { resourceOfOrganisation, resourceOfPerson } from './look-up.ts';
import { personRefSchema, readNames, refOf } from './names.ts';
import { organisationId, personId, sessionId } from './schemas.ts';

const sessionSchema = z.strictObject({
  id: sessionId,
  person: personRefSchema,
  audience: z.enum(['client', 'desk', 'compliance', 'operations']),
  stage: z.enum(['Password', 'Full']),
  factorKind: z.enum(['Totp', 'Passkey', 'RecoveryCode']).nullable(),
  createdAt: utcTimeSchema,
  lastUsedAt: utcTimeSchema,
  idleUntil: utcTimeSchema,
  absoluteUntil: utcTimeSchema,
  ip: z.string(),
  userAgent: z.string(),
  endedAt: utcTimeSchema.nullable(),
  endedWhy: z.string().nullable(),
  /** Whether it is the one that asks. */
  isThis: z.boolean(),
});

export const listSessions = query('access.readSessions')
  .input(
    z.strictObject({
      organisationId: organisationId.optional(),
      personId: personId.optional(),
      /** Those of the last 90 days that have ended, too. */
      isEndedToo: z.boolean().default(false),
    }),
  )
  .output(z.strictObject({ sessions: z.array(sessionSchema) }))
  .query(async ({ ctx, input }) => {
    const resource =
      input.personId === undefined
        ? await resourceOfOrganisation(ctx, input.organisationId)
        : await resourceOfPerson(ctx, input.personId);
    const { database, actor } = await ctx.authorise('access.readSessions', resource);
    const where = {
      organisation: resource.organisation.id,
      person: input.personId ?? null,
      isEndedToo: input.isEndedToo,
      at: ctx.services.clock.now(),
    };
    return read(database, actor, async (tx) => {
      const found = await list(tx, where);
      const people = found.map(({ person }) => person);
      const names = await readNames(tx, ctx.services, people);
      const sessions = found.map(({ person, organisation: _, ...session }) => ({
        ...session,
        person: refOf(names, person),
        isThis: session.id === ctx.session?.id,
      }));
      return { sessions };
    });
  });
