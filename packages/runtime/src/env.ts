/**
 * The environment, read once per process. Every problem is told at once, one sentence each, because
 * whoever mends a configuration wants to mend it in one go.
 */
import { err, ok, type Result } from '@ultrathink/domain/kernel';
import type { z } from 'zod';
import { EXIT, StartRefusal } from './exit-codes.ts';

export interface EnvField<T> {
  /** Gets the text, or undefined when the variable is not set. Its messages are never shown. */
  readonly schema: z.ZodType<T, string | undefined>;
  /** Completes the sentence "Allowed: ...": `a whole number from 0 to 1023`. */
  readonly allowed: string;
  /** What was given is never repeated. */
  readonly secret: boolean;
}

export type EnvFields = Readonly<Record<string, EnvField<unknown>>>;

export type EnvOf<F extends EnvFields> = {
  readonly [K in keyof F]: F[K] extends EnvField<infer T> ? T : never;
};

export interface EnvProblem {
  readonly variable: string;
  readonly sentence: string;
}

/** Longest part of a wrong value that is repeated back. */
const SHOWN_CHARACTERS = 80;

function given(field: EnvField<unknown>, text: string | undefined): string {
  if (text === undefined) return 'is not set';
  if (field.secret) return 'is set, but its value (not shown) can not be used';
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return `is ${JSON.stringify(shown)}`;
}

/** Reads all fields. An empty text counts as not set, as in `SHARD= npm run demo`. */
export function parseEnv<F extends EnvFields>(
  fields: F,
  source: Readonly<Record<string, string | undefined>>,
): Result<EnvOf<F>, readonly EnvProblem[]> {
  const values: Record<string, unknown> = {};
  const problems: EnvProblem[] = [];
  for (const [variable, field] of Object.entries(fields)) {
    const raw = source[variable]?.trim();
    const text = raw === '' ? undefined : raw;
    const parsed = field.schema.safeParse(text);
    if (parsed.success) {
      values[variable] = parsed.data;
    } else {
      const sentence = `${variable} ${given(field, text)}. Allowed: ${field.allowed}.`;
      problems.push({ variable, sentence });
    }
  }
  return problems.length === 0 ? ok(values as EnvOf<F>) : err(problems);
}

/** @throws {StartRefusal} with every problem, one line each, and the exit code for configuration. */
export function requireEnv<F extends EnvFields>(
  fields: F,
  source: Readonly<Record<string, string | undefined>>,
): EnvOf<F> {
  const parsed = parseEnv(fields, source);
  if (parsed.ok) return parsed.value;
  throw new StartRefusal(parsed.error.map(({ sentence }) => sentence).join('\n'), EXIT.config);
}
