import type { JsonSchema, RestOperation } from '@ultrathink/api';
import { CopyButton } from '@/ui/copy-button.tsx';
import { Tag } from '@/ui/tag.tsx';
import { type SchemaRow, schemaRows, typeOf } from './schema-rows.ts';

/** One thing a program may ask: how, with what, and what comes back. */
export function OperationPart({
  method,
  path,
  server,
  operation,
}: {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly server: string;
  readonly operation: RestOperation;
}) {
  const { summary, description, parameters, requestBody, responses } = operation;
  const body = requestBody?.content['application/json'].schema;
  const asked = [
    ...parameters.map(({ name, required, schema, description: note = '' }) => {
      return { name, type: typeOf(schema), isRequired: required, note };
    }),
    ...(body === undefined ? [] : schemaRows(body)),
  ];
  const answers = Object.entries(responses).filter(([status]) => status !== '200');
  return (
    <section id={operation.operationId} aria-label={summary} className="border-t py-4.5">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="font-medium">{summary}</h2>
        <Tag tone="outline">{operation['x-scope'] === 'Read' ? 'Any key' : 'Trading keys'}</Tag>
      </div>
      <p className="max-w-reading pt-0.5 text-ink-2">{description}</p>
      <Example method={method} url={`${server}${path}`} />
      {asked.length > 0 && <Rows caption="It takes" rows={asked} />}
      <Rows caption="It answers" rows={schemaRows(schemaOf(responses['200']))} />
      <dl className="pt-3">
        {answers.map(([status, answer]) => (
          <div key={status} className="flex gap-3 text-label">
            <dt className="w-9 text-ink-3">{status}</dt>
            <dd className="text-ink-2">{String(answer['description']).replaceAll('`', '')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function schemaOf(answer: JsonSchema | undefined): JsonSchema {
  const content = answer?.['content'] as
    | { readonly 'application/json': { readonly schema: JsonSchema } }
    | undefined;
  return content?.['application/json'].schema ?? {};
}

function Example({ method, url }: { readonly method: string; readonly url: string }) {
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  const command = `curl${verb} -H "authorization: Bearer $API_KEY" ${url}`;
  return (
    <div className="mt-3 flex items-start justify-between gap-3 border bg-sunken px-3 py-2">
      <code className="break-all font-mono text-label">
        <span className="text-ink-3">{method.toUpperCase()} </span>
        {url}
      </code>
      <CopyButton text={command} label="Copy as a command for curl" />
    </div>
  );
}

/** Wide screens show rows side by side; a narrow one puts the note beneath. */
function Rows({
  caption,
  rows,
}: {
  readonly caption: string;
  readonly rows: readonly SchemaRow[];
}) {
  return (
    <div className="pt-3.5">
      <h3 className="pb-1 text-ink-3 text-label">{caption}</h3>
      <dl className="border-t">
        {rows.map(({ name, type, isRequired, note }) => (
          <div
            key={name}
            className="grid gap-x-4 border-line-faint border-b py-1.25 md:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_minmax(0,3fr)]"
          >
            <dt className="break-all font-mono text-label">{name}</dt>
            <dd className="text-ink-2">
              {type}
              {!isRequired && <span className="text-ink-3">, may be left out</span>}
            </dd>
            <dd className="text-ink-2 text-label">{note}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
