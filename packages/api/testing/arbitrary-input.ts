/**
 * Inputs of procedures, made of their own schemas: right ones, and right ones with something wrong in
 * them. What a schema refuses is no input; what it lets through is what the procedure has to stand.
 */
import fc from 'fast-check';
import { z } from 'zod';

type JsonSchema = Readonly<Record<string, unknown>>;

/** Text that has broken programs: the end of a C string, half a sign, what databases and shells read. */
const HOSTILE = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202eabc',
  "'; drop table access.person; --",
  '{{7*7}}',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '-1',
  '1e309',
  'null',
  '[object Object]',
  'x'.repeat(10_000),
] as const;

const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  email: ['somebody@example.com', "o'hara+x@halden.example"],
  ipv4: ['203.0.113.7', '0.0.0.0'],
  ipv6: ['2001:db8::1', '::'],
  cidrv4: ['203.0.113.0/24', '0.0.0.0/0'],
  cidrv6: ['2001:db8::/32', '::/0'],
};

export interface Values {
  /** Ids to try where the field has this name: `organisationId`, or `idempotencyKey`. */
  readonly ids: (field: string) => fc.Arbitrary<string>;
  readonly times: fc.Arbitrary<string>;
}

/** Inputs the schema lets through, as far as JSON Schema can say it. */
export function rightInput(schema: z.ZodType, values: Values): fc.Arbitrary<unknown> {
  return fromSchema(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), values);
}

/** The same with one place in it replaced by anything at all. */
export function wrongInput(schema: z.ZodType, values: Values): fc.Arbitrary<unknown> {
  const anything = fc.oneof(
    fc.constantFrom<unknown>(...HOSTILE, null, 0, -1, 1e21, Number.MAX_SAFE_INTEGER, true, [], {}),
    fc.constantFrom<unknown>({ __proto__: { admin: true } }, { constructor: {} }, [[[[[]]]]]),
    fc.jsonValue(),
  );
  return fc
    .tuple(rightInput(schema, values), anything, fc.nat())
    .map(([input, wrong, place]) => replaceAt(input, wrong, place));
}

/** Replaces the n-th place, counted through the whole value; the value itself is the first. */
function replaceAt(value: unknown, wrong: unknown, place: number): unknown {
  const all = countPlaces(value);
  let left = place % all;
  const walk = (at: unknown): unknown => {
    if (left === 0) {
      left -= 1;
      return wrong;
    }
    left -= 1;
    if (Array.isArray(at)) return at.map(walk);
    if (typeof at !== 'object' || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value);
}

function countPlaces(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + countPlaces(inner), 1);
}

function fromSchema(schema: JsonSchema, values: Values, field = ''): fc.Arbitrary<unknown> {
  const alternatives = (schema['anyOf'] ?? schema['oneOf']) as readonly JsonSchema[] | undefined;
  if (alternatives !== undefined) {
    return fc.oneof(...alternatives.map((alternative) => fromSchema(alternative, values, field)));
  }
  if ('const' in schema) return fc.constant(schema['const']);
  const choices = schema['enum'] as readonly unknown[] | undefined;
  if (choices !== undefined) return fc.constantFrom(...choices);
  switch (schema['type']) {
    case 'object':
      return fromObject(schema, values);
    case 'array':
      return fc.array(fromSchema((schema['items'] ?? {}) as JsonSchema, values, field), {
        minLength: Number(schema['minItems'] ?? 0),
        maxLength: Math.min(3, Number(schema['maxItems'] ?? 3)),
      });
    case 'string':
      return fromString(schema, values, field);
    case 'integer':
      return fromNumber(schema, fc.integer);
    case 'number':
      return fromNumber(schema, (bounds) => fc.double({ ...bounds, noNaN: true }));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue();
  }
}

function fromObject(schema: JsonSchema, values: Values): fc.Arbitrary<unknown> {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as string[];
  const model = Object.fromEntries(
    Object.entries(properties).map(([key, property]) => [key, fromSchema(property, values, key)]),
  );
  return fc.record(model, { requiredKeys: required });
}

function fromString(schema: JsonSchema, values: Values, field: string): fc.Arbitrary<unknown> {
  const {
    format = '',
    pattern,
    minLength = 0,
    maxLength = 40,
  } = schema as {
    readonly format?: string;
    readonly pattern?: string;
    readonly minLength?: number;
    readonly maxLength?: number;
  };
  if (format === 'uuid') return values.ids(field);
  if (format === 'date-time') return values.times;
  const samples = SAMPLES[format];
  if (samples !== undefined) return fc.constantFrom(...samples);
  if (pattern !== undefined) return matching(pattern);
  const most = Math.min(maxLength, minLength + 40);
  const fitting = HOSTILE.filter((text) => text.length >= minLength && text.length <= maxLength);
  const plain = fc.string({ minLength, maxLength: most });
  return fitting.length === 0 ? plain : fc.oneof(plain, fc.constantFrom(...fitting));
}

/** Not every expression can be run backwards; then the schema refuses what is made instead. */
function matching(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    return fc.string();
  }
}

function fromNumber(
  schema: JsonSchema,
  make: (bounds: { min: number; max: number }) => fc.Arbitrary<number>,
): fc.Arbitrary<number> {
  const { minimum, maximum, exclusiveMinimum } = schema as {
    readonly minimum?: number;
    readonly maximum?: number;
    readonly exclusiveMinimum?: number;
  };
  const min = Math.max(-1_000_000, minimum ?? (exclusiveMinimum ?? -1_000_001) + 1);
  const max = Math.max(min, Math.min(1_000_000, maximum ?? 1_000_000));
  return make({ min, max });
}
