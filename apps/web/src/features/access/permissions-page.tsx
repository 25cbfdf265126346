'use client';

import { useQuery } from '@tanstack/react-query';
import type { Role } from '@ultrathink/domain/access';
import { parseAsString, useQueryState } from 'nuqs';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Glyph } from '@/ui/glyph.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { ScrollRegion } from '@/ui/table/scroll-region.tsx';
import { SearchInput } from '@/ui/text-input.tsx';
import { sentenceCase } from '@/ui/words.ts';
import type { Matrix } from './people/model.ts';
import { TryPermission } from './try-permission.tsx';
import { roleTitle } from './words.ts';

type Row = Matrix['permissions'][number];

/** The table that every procedure asks, as it is: one act a row, one role a column. */
export function PermissionsPage() {
  const trpc = useTRPC();
  const [typed, setTyped] = useQueryState('q', parseAsString.withDefault(''));
  const matrix = useQuery(trpc.access.permissionMatrix.queryOptions());
  const state = dataStateOf(matrix, 'The permission table could not be read.');
  const wanted = typed.trim().toLowerCase();
  const rows = (matrix.data?.permissions ?? []).filter(
    ({ permission, phrase }) =>
      wanted === '' || `${permission} ${phrase}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <PageHead
        title="Permissions"
        about="The table every call is judged by. A mark says that the role may, a green one that it changes something; “proof” beside an act says that each time needs a fresh proof of who acts."
      >
        <SearchInput
          label="Find an act"
          placeholder="Find an act"
          value={typed}
          onValueChange={(value) => void setTyped(value)}
          className="w-64"
        />
      </PageHead>
      <div className="grid grid-cols-1 gap-6 px-gutter pb-7 xl:grid-cols-[minmax(0,1fr)_320px]">
        {matrix.data === undefined ? (
          state.kind === 'loading' ? (
            <SkeletonRows
              rows={14}
              columns={{ count: 6, className: 'grid-cols-[2fr_1fr_1fr_1fr_1fr_1fr] gap-3' }}
              label="Reading the permission table"
            />
          ) : (
            <EmptyState>{'sentence' in state ? state.sentence : null}</EmptyState>
          )
        ) : (
          <MatrixTable rows={rows} matrix={matrix.data} />
        )}
        <TryPermission permissions={matrix.data?.permissions ?? []} />
      </div>
    </>
  );
}

function MatrixTable({ rows, matrix }: { readonly rows: readonly Row[]; readonly matrix: Matrix }) {
  const contexts = [...new Set(rows.map(({ context }) => context))];
  if (rows.length === 0) return <EmptyState>No act is called that.</EmptyState>;
  return (
    <ScrollRegion label="Permission table" className="max-h-[calc(100dvh-15rem)]">
      <table className="w-full border-separate border-spacing-0">
        <caption className="sr-only">Which role may do what</caption>
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 left-0 z-2 min-w-44 md:min-w-64 border-line border-b bg-paper pr-3 text-left align-bottom font-normal text-ink-3 text-label"
            >
              Act
            </th>
            {matrix.roles.map(({ role, does }) => (
              <th
                key={role}
                scope="col"
                title={does}
                className="sticky top-0 z-1 h-32 w-9 border-line border-b bg-paper align-bottom font-normal text-label"
              >
                <span className="inline-block rotate-180 whitespace-nowrap pb-1 [writing-mode:vertical-rl]">
                  {roleTitle(role)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {contexts.map((context) => (
          <ContextRows
            key={context}
            context={context}
            rows={rows.filter((row) => row.context === context)}
            roles={matrix.roles.map(({ role }) => role)}
          />
        ))}
      </table>
    </ScrollRegion>
  );
}

function ContextRows({
  context,
  rows,
  roles,
}: {
  readonly context: string;
  readonly rows: readonly Row[];
  readonly roles: readonly Role[];
}) {
  return (
    <tbody>
      <tr>
        <th
          scope="rowgroup"
          colSpan={roles.length + 1}
          className="sticky left-0 bg-paper pt-3 pb-1 text-left font-medium"
        >
          {sentenceCase(context)}
        </th>
      </tr>
      {rows.map((row) => (
        <tr key={row.permission} className="group hover:bg-hover">
          <th
            scope="row"
            title={row.permission}
            className="sticky left-0 z-1 border-line-faint border-b bg-paper py-1 pr-3 text-left font-normal group-hover:bg-hover"
          >
            {sentenceCase(row.phrase)}
            {row.stepUp && <span className="pl-1.5 text-ink-3 text-label">proof</span>}
          </th>
          {roles.map((role) => {
            const isHeld = row.roles.includes(role);
            return (
              <td key={role} className="border-line-faint border-b text-center">
                {isHeld ? (
                  <>
                    <Glyph shape="disc" tone={row.kind === 'Write' ? 'accent' : 'ink-3'} />
                    <span className="sr-only">may</span>
                  </>
                ) : (
                  <span className="sr-only">may not</span>
                )}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}
