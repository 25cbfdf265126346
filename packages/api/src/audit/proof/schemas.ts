/** What the proof looks like to callers: sizes are counts of events, hashes lower-case hexadecimal. */
import { explainFinding, type LogFinding, type SignedCheckpoint } from '@ultrathink/db/proof';
import { parseCheckpoint, toHex } from '@ultrathink/domain/audit';
import { utcTimeSchema } from '@ultrathink/domain/kernel';
import { z } from 'zod';

export const countSchema = z.int().nonnegative();

export const checkpointSchema = z.strictObject({
  /** Events it was signed over; names it. */
  size: countSchema,
  at: utcTimeSchema,
  root: z.string(),
  algorithms: z.array(z.string()),
  /** The signed note, verbatim: what one keeps. */
  note: z.string(),
});

/** By length: signatures of both kinds have one of their own; ML-DSA-44 carries 8 bytes of time. */
const ALGORITHMS: Readonly<Record<number, string>> = { 64: 'Ed25519', 2428: 'ML-DSA-44' };

export function checkpointRow({ size, at, note }: SignedCheckpoint) {
  const parsed = parseCheckpoint(note);
  const signatures = parsed.ok ? parsed.value.signatures : [];
  const algorithms = signatures.map(({ signature }) => ALGORITHMS[signature.length] ?? 'Other');
  return { size, at, root: parsed.ok ? toHex(parsed.value.root) : '', algorithms, note };
}

/** The first bad place, in a sentence and for machines. */
export const findingSchema = z.strictObject({
  sentence: z.string(),
  kind: z.enum(['Event', 'Leaf', 'Node', 'Checkpoint', 'Copy']),
  why: z.string(),
  chain: z.string().nullable(),
  sequence: countSchema.nullable(),
  /** Place in the log, from 0. */
  index: countSchema.nullable(),
  /** Of the checkpoint, where it is one. */
  size: countSchema.nullable(),
});

export function findingRow(finding: LogFinding): z.infer<typeof findingSchema> {
  const { kind, why } = finding;
  const place = { chain: null, sequence: null, index: null, size: null };
  const { chain, sequence, index, size } = { ...place, ...finding };
  const sentence = explainFinding(finding);
  return {
    sentence,
    kind,
    why,
    chain: chain ?? null,
    sequence: sequence ?? null,
    index: index ?? null,
    size: size ?? null,
  };
}
