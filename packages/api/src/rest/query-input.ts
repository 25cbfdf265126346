/**
 * What stands in a query as the input of a procedure. Text is read by what the schema wants there; it
 * is for the schema to refuse what does not fit.
 */
import type { JsonSchema } from './document.ts';

/** Values of one name beyond this are no list of anybody's. */
const MAX_VALUES = 100;

export function inputOfQuery(
  query: URLSearchParams,
  schema: JsonSchema,
): Readonly<Record<string, unknown>> {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const names = [...new Set(query.keys())];
  // Also names the schema does not know: it says so, and nothing is left out in silence.
  return Object.fromEntries(
    names.map((name) => [name, inputValue(query.getAll(name), properties[name] ?? {})]),
  );
}

function inputValue(texts: readonly string[], schema: JsonSchema): unknown {
  const types = typesOf(schema);
  if (types.has('array')) {
    const items = (schema['items'] ?? {}) as JsonSchema;
    return texts.slice(0, MAX_VALUES).map((text) => scalarOf(text, typesOf(items)));
  }
  const [text = ''] = texts;
  return texts.length === 1 ? scalarOf(text, types) : texts;
}

function scalarOf(text: string, types: ReadonlySet<string>): unknown {
  if (types.has('string')) return text;
  if ((types.has('integer') || types.has('number')) && /^-?\d{1,15}(\.\d{1,15})?$/.test(text)) {
    return Number(text);
  }
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  if (types.has('null') && text === 'null') return null;
  return text;
}

/** Every type the schema allows at its top. */
function typesOf(schema: JsonSchema): ReadonlySet<string> {
  const own = [schema['type']].flat().filter((type) => typeof type === 'string');
  const among = [schema['anyOf'], schema['oneOf']].flat().filter((part) => part !== undefined);
  return new Set([...own, ...among.flatMap((part) => [...typesOf(part as JsonSchema)])]);
}
