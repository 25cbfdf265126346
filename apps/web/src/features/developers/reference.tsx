import type { RestDocument } from '@ultrathink/api';
import { Link } from '@/ui/link.tsx';
import { OperationPart } from './operation.tsx';

const METHODS = ['get', 'post'] as const;

/** The interface for clients' programs, drawn from its own OpenAPI document. */
export function Reference({ document }: { readonly document: RestDocument }) {
  const { info, paths, servers } = document;
  const server = servers[0]?.url ?? '';
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ method, path, operation }];
    }),
  );
  return (
    <div className="grid gap-x-12 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <nav aria-label="Operations" className="pt-4.5 pb-3 max-lg:hidden">
        <ul className="sticky top-4.5">
          {operations.map(({ operation }) => (
            <li key={operation.operationId} className="py-1">
              <Link variant="quiet" href={`#${operation.operationId}`}>
                {operation.summary}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="min-w-0 max-w-[56rem]">
        <p className="max-w-reading pt-4.5 text-ink-2">{String(info['description'])}</p>
        <p className="max-w-reading pt-2 pb-4.5 text-ink-2">
          Your client administrator makes keys. A key goes into the header{' '}
          <code className="font-mono text-label">authorization: Bearer ut_…</code>, never into an
          address. Cookies are refused. The same reference for programs, in OpenAPI 3.1, is at{' '}
          <Link href="/api/v1/openapi.json" prefetch={false}>
            /api/v1/openapi.json
          </Link>
          .
        </p>
        {operations.map(({ method, path, operation }) => (
          <OperationPart
            key={operation.operationId}
            method={method}
            path={path}
            server={server}
            operation={operation}
          />
        ))}
      </div>
    </div>
  );
}
