/** `{"error": [...], "result": ...}`: how Kraken answers everything, a refusal included. */
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { type Malformed, malformed, readAs } from '../common/reading.ts';
import { readExactJson } from './exact-json.ts';

export interface Envelope {
  readonly errors: readonly string[];
  /** Its numbers are text. */
  readonly result: unknown;
}

const shape = z.object({ error: z.array(z.string()), result: z.unknown().optional() });

/** Severities stand in front: `E` is an error, `W` a warning that changes nothing. */
export function readEnvelope(body: string): Result<Envelope, Malformed> {
  const raw = readExactJson(body);
  if (!raw.ok) return raw;
  const read = readAs(shape, raw.value);
  if (!read.ok) return read;
  const errors = read.value.error.filter((text) => !text.startsWith('W'));
  return ok({ errors, result: read.value.result });
}

/** The result of a question; its errors are the refusal. */
export function readResult<T>(schema: z.ZodType<T>, body: string): Result<T, Malformed> {
  const read = readEnvelope(body);
  if (!read.ok) return read;
  const { errors, result } = read.value;
  if (errors.length > 0) return err(malformed(errors.join(', ').slice(0, 300)));
  return readAs(schema, result);
}
