/** A JSON Schema as the rows of a reference: one per field, with what may stand in it. */
import type { JsonSchema } from '@ultrathink/api';

export interface SchemaRow {
  /** As a path: `accounts[].name`. */
  readonly name: string;
  readonly type: string;
  readonly isRequired: boolean;
  /** Bounds, choices, and what the schema says of itself. */
  readonly note: string;
}

/** Deeper than this no answer of ours goes; a schema that did would not end. */
const DEPTH_MAX = 6;

export function schemaRows(schema: JsonSchema, prefix = '', depth = 0): readonly SchemaRow[] {
  if (depth > DEPTH_MAX) return [];
  const inner = nested(schema);
  if (inner !== undefined) return schemaRows(inner, `${prefix}[]`, depth + 1);
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.entries(properties).flatMap(([key, property]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const row = {
      name,
      type: typeOf(property),
      isRequired: required.includes(key),
      note: noteOf(property),
    };
    return [row, ...schemaRows(bare(property), name, depth + 1)];
  });
}

function nested(schema: JsonSchema): JsonSchema | undefined {
  return schema['type'] === 'array' ? (schema['items'] as JsonSchema) : undefined;
}

/** What is there when it is not null. */
function bare(schema: JsonSchema): JsonSchema {
  const parts = (schema['anyOf'] ?? []) as readonly JsonSchema[];
  const own = parts.filter((part) => part['type'] !== 'null');
  return own.length === 1 && own[0] !== undefined ? own[0] : schema;
}

export function typeOf(schema: JsonSchema): string {
  const parts = schema['anyOf'] as readonly JsonSchema[] | undefined;
  if (parts !== undefined) return parts.map(typeOf).join(' or ');
  if (schema['enum'] !== undefined) return 'one of';
  if (schema['const'] !== undefined) return JSON.stringify(schema['const']);
  const { type = 'anything', format } = schema as {
    readonly type?: string | readonly string[];
    readonly format?: string;
  };
  if (typeof type !== 'string') return type.join(' or ');
  if (type === 'array') return `list of ${typeOf((schema['items'] ?? {}) as JsonSchema)}`;
  return format === undefined ? type : `${type}, ${format}`;
}

function noteOf(schema: JsonSchema): string {
  const {
    enum: choices,
    description,
    minimum,
    maximum,
    maxItems,
    maxLength,
  } = bare(schema) as {
    readonly enum?: readonly unknown[];
    readonly description?: string;
    readonly minimum?: number;
    readonly maximum?: number;
    readonly maxItems?: number;
    readonly maxLength?: number;
  };
  const notes = [
    description,
    choices?.map(String).join(', '),
    minimum !== undefined && minimum > -SAFE ? `at least ${minimum}` : undefined,
    maximum !== undefined && maximum < SAFE ? `at most ${maximum}` : undefined,
    maxItems === undefined ? undefined : `at most ${maxItems} of them`,
    maxLength === undefined ? undefined : `at most ${maxLength} signs`,
  ];
  return notes.filter((note) => note !== undefined).join('; ');
}

/** Bounds that every whole number has say nothing. */
const SAFE = Number.MAX_SAFE_INTEGER;
