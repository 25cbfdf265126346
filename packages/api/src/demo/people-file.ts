/**
 * The log-ins of a demo's people: invented people, kept in a file of the installation (0600) beside
 * its other secrets. Only a demo has it, and only a demo's own machine is told of it.
 */
import { readFile } from 'node:fs/promises';
import { idSchema, type PersonId } from '@ultrathink/domain/kernel';
import { z } from 'zod';

const demoPersonSchema = z.strictObject({
  id: idSchema<PersonId>(),
  name: z.string(),
  email: z.string(),
  password: z.string(),
  /** Base32, as authenticator apps take it. */
  totpSecret: z.string(),
  organisation: z.string(),
  audience: z.enum(['client', 'desk', 'compliance', 'operations']),
  /** As people say it: `risk officer`. */
  role: z.string(),
});

export type DemoPerson = z.infer<typeof demoPersonSchema>;

export const demoPeopleSchema = z.strictObject({
  version: z.literal(1),
  people: z.array(demoPersonSchema).max(200),
});

/** Nobody where there is no such file. @throws for one that was written by somebody else. */
export async function readDemoPeople(file: string | undefined): Promise<readonly DemoPerson[]> {
  if (file === undefined) return [];
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return [];
  }
  return demoPeopleSchema.parse(JSON.parse(text)).people;
}
