/** Could this person do this, to this, now? A dry run of the very function that answers for acts. */
import { read } from '@ultrathink/db';
import { allGrantsOf, findPerson } from '@ultrathink/db/access';
import {
  type Actor,
  mayTry,
  permissionSpec,
  type Resource,
  rolesReaching,
} from '@ultrathink/domain/access';
import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { query } from '../procedures/query.ts';
import { sentenceOf } from '../procedures/refusal-sentence.ts';
import { type Asking, resourceOfOrganisation, resourceOfPerson } from './look-up.ts';
import { permissionSchema } from './permission-matrix.ts';
import { clientId, organisationId, personId, roleSchema } from './schemas.ts';

const aboutSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('Firm') }),
  z.strictObject({ kind: z.literal('Organisation'), organisationId }),
  z.strictObject({ kind: z.literal('Client'), clientId }),
  /** The person's own. */
  z.strictObject({ kind: z.literal('Self') }),
]);

export const tryPermission = query('access.tryPermission')
  .input(z.strictObject({ personId, permission: permissionSchema, about: aboutSchema }))
  .output(
    z.strictObject({
      isAllowed: z.boolean(),
      /** Why, or why not. */
      sentence: z.string(),
      /** The person's roles that reach this, whatever they may do there. */
      roles: z.array(roleSchema),
      /** Whether the act would need a fresh proof of who acts. */
      needsStepUp: z.boolean(),
    }),
  )
  .query(async ({ ctx, input }) => {
    const resource = await resourceOfPerson(ctx, input.personId);
    const { database, actor } = await ctx.authorise('access.tryPermission', resource);
    const about = await aboutOf(ctx, input.about, input.personId);
    const at = ctx.services.clock.now();
    const found = await read(database, actor, async (tx) => ({
      person: await findPerson(tx, input.personId, at),
      grants: await allGrantsOf(tx, [input.personId]),
    }));
    if (found.person === undefined) throw new Refusal('NotFound');
    const { state } = found.person;
    const tried: Actor = { person: input.personId, grants: found.grants, key: null };
    const roles = [...rolesReaching(tried, about, at)];
    const { phrase, stepUp: needsStepUp } = permissionSpec(input.permission);
    if (state !== 'Active') {
      const sentence = `No: this person is ${state.toLowerCase()} and can't sign in.`;
      return { isAllowed: false, sentence, roles, needsStepUp };
    }
    const answer = mayTry(tried, input.permission, about, at);
    if (answer.ok) {
      return { isAllowed: true, sentence: `Yes, this person can ${phrase}.`, roles, needsStepUp };
    }
    const sentence =
      answer.error.code === 'OutsideTenant'
        ? 'No: this person stands outside, and would be told that there is no such thing.'
        : sentenceOf(answer.error);
    return { isAllowed: false, sentence, roles, needsStepUp };
  });

async function aboutOf(
  ctx: Asking,
  about: z.output<typeof aboutSchema>,
  person: z.output<typeof personId>,
): Promise<Resource> {
  switch (about.kind) {
    case 'Firm':
      return about;
    case 'Self':
      return { kind: 'Self', person };
    case 'Organisation':
      return resourceOfOrganisation(ctx, about.organisationId);
    case 'Client': {
      const { organisation } = ctx.caller;
      const isForeign = organisation.kind === 'Client' && organisation.client !== about.clientId;
      if (isForeign) throw new Refusal('NotFound');
      return { kind: 'Client', client: about.clientId };
    }
  }
}
