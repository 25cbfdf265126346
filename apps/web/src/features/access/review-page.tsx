'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PersonId } from '@ultrathink/domain/kernel';
import { parseAsString, useQueryState } from 'nuqs';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Drawer } from '@/ui/drawer.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { sentenceCase } from '@/ui/words.ts';
import type { ReviewRow } from './people/model.ts';
import { PersonView } from './people/person-view.tsx';
import { FLAG_WORDS, personName, roleTitle } from './words.ts';

const idOf = ({ id }: ReviewRow) => id;
/** Without a sign-in there is no use either: that need not be said besides. */
function flagsText({ flags }: ReviewRow): string | null {
  const said = flags.includes('NeverSignedIn') ? flags.filter((flag) => flag !== 'Unused') : flags;
  if (said.length === 0) return null;
  return sentenceCase(said.map((flag) => FLAG_WORDS[flag] ?? flag).join(', '));
}

const COLUMNS = defineColumns<ReviewRow>([
  {
    id: 'person',
    header: 'Person',
    kind: 'text',
    width: 190,
    always: true,
    list: 'title',
    value: ({ person }) => personName(person),
  },
  {
    id: 'email',
    header: 'E-mail',
    kind: 'text',
    width: 240,
    hiddenAtFirst: true,
    value: ({ email }) => email,
  },
  {
    id: 'organisation',
    header: 'Organisation',
    kind: 'text',
    width: 180,
    value: ({ organisationName }) => organisationName,
  },
  {
    id: 'role',
    header: 'Role',
    kind: 'text',
    width: 180,
    list: 'detail',
    value: ({ role }) => roleTitle(role),
  },
  {
    id: 'reach',
    header: 'Clients',
    kind: 'text',
    width: 90,
    from: 1000,
    value: ({ clients }) =>
      clients === null ? null : clients === 'All' ? 'All' : String(clients.length),
  },
  {
    id: 'since',
    header: 'Since',
    kind: 'time',
    detail: 'date',
    width: 110,
    value: ({ from }) => from,
  },
  {
    id: 'until',
    header: 'Until',
    kind: 'time',
    detail: 'date',
    width: 110,
    from: 1100,
    value: ({ until }) => until,
  },
  {
    id: 'by',
    header: 'Granted by',
    kind: 'text',
    width: 160,
    from: 900,
    value: ({ grantedBy }) => (grantedBy === null ? 'Installation' : personName(grantedBy)),
  },
  {
    id: 'used',
    header: 'Last used',
    kind: 'time',
    detail: 'day-and-minute',
    width: 130,
    list: 'when',
    value: ({ lastUsedAt }) => lastUsedAt,
  },
  {
    id: 'flags',
    header: 'To note',
    kind: 'text',
    width: 200,
    list: 'state',
    value: flagsText,
    cell: (row) => {
      const text = flagsText(row);
      return text === null ? null : <span className="text-warn">{text}</span>;
    },
  },
]);

/** Who can do what, since when, by whose hand, and when it was last used. */
export function ReviewPage({ by }: { readonly by: 'administrator' | 'compliance' }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [person, setPerson] = useQueryState('person', parseAsString);
  const again = () => queryClient.invalidateQueries(trpc.access.pathFilter());
  const review = useQuery(trpc.access.review.queryOptions({ organisationId: null }));
  const rows = review.data?.rows ?? [];
  const flagged = rows.filter(({ flags }) => flags.length > 0).length;
  return (
    <>
      <PageHead
        title="Access review"
        about="Every role of everybody: since when, by whose hand, and when it was last used. Export it as CSV for the record."
      />
      <div className="px-gutter pb-7">
        <DataTable<ReviewRow>
          id="access-review"
          title="Access review"
          summary={`${rows.length} roles, ${flagged} to note`}
          lead={
            review.data === undefined ? undefined : (
              <span className="text-ink-2">
                {rows.length} roles, {flagged} to note
              </span>
            )
          }
          columns={COLUMNS}
          rows={rows}
          idOf={idOf}
          onOpen={(row) => void setPerson(row.person.id)}
          state={dataStateOf(review, 'The review could not be made.')}
          empty={{ sentence: 'Nobody has a role.' }}
          expectedRows={12}
        />
      </div>
      <Drawer
        open={person !== null}
        onOpenChange={(isOpen) => !isOpen && void setPerson(null)}
        title="Person"
      >
        {person !== null && (
          <PersonView key={person} id={person as PersonId} by={by} onChanged={again} />
        )}
      </Drawer>
    </>
  );
}
