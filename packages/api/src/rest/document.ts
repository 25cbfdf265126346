/**
 * The REST interface as an OpenAPI 3.1 document, made from the same schemas that judge requests and
 * answers: it can't say what isn't so. JSON Schema of zod is that of OpenAPI 3.1 (draft 2020-12).
 */
import { z } from 'zod';
import { ERROR_KINDS } from '../errors.ts';
import { MAX_BODY_BYTES } from '../guard/request.ts';
import type { ErrorCode } from '../public-error.ts';
import { KEY_REQUESTS_A_MINUTE } from './limits.ts';
import { type Operation, restOperations } from './operation.ts';
import { REST_BASE } from './routes.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface RestOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly required: true;
    readonly content: Readonly<Record<'application/json', { readonly schema: JsonSchema }>>;
  };
  readonly responses: Readonly<Record<string, JsonSchema>>;
  readonly security: readonly JsonSchema[];
  /** The scope a key needs. */
  readonly 'x-scope': 'Read' | 'Trade';
}

export interface RestDocument {
  readonly openapi: '3.1.1';
  readonly info: JsonSchema;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<
    Record<string, Readonly<Partial<Record<'get' | 'post', RestOperation>>>>
  >;
  readonly components: JsonSchema;
}

const VERSION = '1.0.0';

const INFO = {
  title: 'Ultrathink',
  version: VERSION,
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  description:
    'What a client’s own programs may ask. Each request carries an API key, from a network the key ' +
    `is bound to. A key may ask ${KEY_REQUESTS_A_MINUTE} times a minute; a body has at most ` +
    `${MAX_BODY_BYTES / 1024} KiB. Times are UTC with milliseconds, amounts are decimal text.`,
};

/** Codes a caller of this interface can meet, besides those every answer can have. */
const ERRORS: readonly ErrorCode[] = [
  'InvalidInput',
  'SignInNeeded',
  'Forbidden',
  'NotFound',
  'TooMany',
  'Fault',
  'DatabaseAway',
  'EngineAway',
  'TooSlow',
];

export function restDocument(origin: string): RestDocument {
  const paths: Record<string, Partial<Record<'get' | 'post', RestOperation>>> = {};
  for (const operation of restOperations()) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: '3.1.1',
    info: INFO,
    servers: [{ url: `${origin}${REST_BASE}` }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'ut_ and 43 characters' },
      },
      schemas: { Error: ERROR_SCHEMA },
    },
  };
}

const ERROR_SCHEMA = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'httpStatus', 'sentence', 'quote'],
      properties: {
        code: { type: 'string', description: 'Does not change; programs decide by it.' },
        httpStatus: { type: 'integer' },
        sentence: { type: 'string', description: 'For people.' },
        quote: { type: 'string', description: 'Names this error when asking us about it.' },
        fields: { type: 'object', description: 'What is wrong with the input, by field.' },
      },
    },
  },
};

function describe(operation: Operation): RestOperation {
  const { method, procedure, summary, description, scope, isAct } = operation;
  const own = isAct ? [IDEMPOTENCY_KEY] : [];
  const input = inputSchemaOf(operation);
  const body = method === 'post' ? input : undefined;
  return {
    operationId: procedure,
    tags: [procedure.split('.')[0] ?? ''],
    summary,
    description,
    parameters: method === 'get' ? parametersOf(input) : own,
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: body } } },
    }),
    responses: { 200: ok(schemaOf(operation.output, 'output')), ...refusals() },
    security: [{ apiKey: [] }],
    'x-scope': scope,
  };
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'idempotency-key',
  in: 'header',
  required: true,
  description: 'A UUIDv7 made for this intent: sending it twice does it once.',
  schema: { type: 'string', format: 'uuid' },
};

const json = (description: string, schema: JsonSchema): JsonSchema => ({
  description,
  content: { 'application/json': { schema } },
});

const ok = (schema: JsonSchema) => json('The answer.', schema);

function refusals(): Readonly<Record<string, JsonSchema>> {
  const entries = ERRORS.map((code) => {
    const { httpStatus, sentence } = ERROR_KINDS[code];
    const described = json(`\`${code}\`: ${sentence}`, { $ref: '#/components/schemas/Error' });
    return [String(httpStatus), described] as const;
  });
  return Object.fromEntries(entries);
}

function parametersOf(input: JsonSchema | undefined): readonly Parameter[] {
  const { properties = {}, required = [] } = (input ?? {}) as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => {
    const { description } = schema;
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...(typeof description === 'string' && { description }),
      schema,
    };
  });
}

/** Without the key of the intent, which has a header of its own. */
export function inputSchemaOf({ input }: Operation): JsonSchema | undefined {
  if (input === undefined) return undefined;
  const { properties, required, ...rest } = schemaOf(input, 'input') as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  const { idempotencyKey: _, ...own } = properties ?? {};
  return {
    ...rest,
    properties: own,
    required: (required ?? []).filter((name) => name !== 'idempotencyKey'),
  };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
