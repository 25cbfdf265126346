/** Whom one can sign in as in a demo, with what each would know by heart. */
import { z } from 'zod';
import { demoProcedure } from '../procedures/demo-procedure.ts';
import { readDemoPeople } from './people-file.ts';

const output = z
  .array(
    z.strictObject({
      name: z.string(),
      role: z.string(),
      organisation: z.string(),
      audience: z.enum(['client', 'desk', 'compliance', 'operations']),
      email: z.string(),
      password: z.string(),
    }),
  )
  .max(200);

export const listPeople = demoProcedure.output(output).query(async ({ ctx }) => {
  const people = await readDemoPeople(ctx.services.demo?.peopleFile);
  return people.map(({ name, role, organisation, audience, email, password }) => {
    return { name, role, organisation, audience, email, password };
  });
});
