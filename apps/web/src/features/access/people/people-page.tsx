'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PersonId } from '@ultrathink/domain/kernel';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Button } from '@/ui/button.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { Status } from '@/ui/status.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { sentenceCase } from '@/ui/words.ts';
import { OrganisationChoice, useOrganisationChoice } from '../organisation-choice.tsx';
import { PERSON_STATE, personName, rolesText } from '../words.ts';
import { InviteDialog } from './invite-dialog.tsx';
import type { Person } from './model.ts';
import { PersonView } from './person-view.tsx';

function factorsText({ factors: { totp, passkeys } }: Person): string {
  const words = [
    passkeys > 0 ? `${passkeys} passkey${passkeys > 1 ? 's' : ''}` : null,
    totp > 0 ? 'authenticator app' : null,
  ].filter((word) => word !== null);
  return sentenceCase(words.join(', ') || 'none');
}

const COLUMNS = defineColumns<Person>([
  {
    id: 'name',
    header: 'Person',
    kind: 'text',
    width: 200,
    always: true,
    list: 'title',
    value: personName,
    cell: (person) => <span className="font-medium">{personName(person)}</span>,
  },
  {
    id: 'email',
    header: 'E-mail',
    kind: 'text',
    width: 250,
    from: 900,
    value: ({ email }) => email,
  },
  {
    id: 'roles',
    header: 'Roles',
    kind: 'text',
    width: 230,
    list: 'detail',
    value: ({ roles }) => sentenceCase(rolesText(roles.map(({ role }) => role))),
  },
  {
    id: 'factors',
    header: 'Second factors',
    kind: 'text',
    width: 170,
    from: 1100,
    value: factorsText,
  },
  {
    id: 'seen',
    header: 'Last sign-in',
    kind: 'time',
    detail: 'day-and-minute',
    width: 130,
    list: 'when',
    value: ({ lastSignInAt }) => lastSignInAt,
  },
  {
    id: 'state',
    header: 'State',
    kind: 'status',
    width: 110,
    list: 'state',
    options: Object.keys(PERSON_STATE),
    value: ({ state }) => state,
    cell: ({ state }) => <Status look={PERSON_STATE[state]} />,
  },
]);

/** Who may not read them is told so without being asked. */
const NOT_YOURS = {
  kind: 'forbidden',
  sentence: 'People are for those who administer them.',
} as const;

const idOf = ({ id }: Person) => id;

/** The people of one organisation. `own`: the reader's, without a choice. */
export function PeoplePage({ own = false }: { readonly own?: boolean }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { organisationId, choose } = useOrganisationChoice();
  const [person, setPerson] = useQueryState('person', parseAsString);
  const [isInviting, setInviting] = useState(false);
  const asked = organisationId === undefined ? {} : { organisationId };
  const mayRead = useMay('access.readPeople');
  const people = useQuery(trpc.access.listPeople.queryOptions(asked, { enabled: mayRead }));
  const organisation = useQuery(
    trpc.access.getOrganisation.queryOptions(asked, { enabled: mayRead }),
  );
  const rows = people.data?.people ?? [];
  const again = () => queryClient.invalidateQueries(trpc.access.pathFilter());
  return (
    <>
      <PageHead
        title={organisation.data === undefined ? 'People' : `People of ${organisation.data.name}`}
        about="Who belongs here, what each of them may do, and how they sign in. Roles are proposed here and agreed to by others."
      >
        {!own && <OrganisationChoice value={organisationId} onChoose={choose} />}
        <Button variant="primary" onClick={() => setInviting(true)}>
          Invite somebody
        </Button>
      </PageHead>
      <div className="px-gutter pb-7">
        <DataTable<Person>
          id="people"
          title="People"
          summary={`${rows.length} people`}
          columns={COLUMNS}
          rows={rows}
          idOf={idOf}
          onOpen={({ id }) => void setPerson(id)}
          state={mayRead ? dataStateOf(people, 'The people could not be read.') : NOT_YOURS}
          empty={{ sentence: 'Nobody belongs here yet.', next: 'Invite the first.' }}
          expectedRows={8}
        />
      </div>
      <Drawer
        open={person !== null}
        onOpenChange={(isOpen) => !isOpen && void setPerson(null)}
        title="Person"
      >
        {person !== null && <PersonView key={person} id={person as PersonId} onChanged={again} />}
      </Drawer>
      {organisation.data !== undefined && (
        <InviteDialog
          open={isInviting}
          onClose={() => setInviting(false)}
          organisationId={organisation.data.id}
          organisationName={organisation.data.name}
          onInvited={again}
        />
      )}
    </>
  );
}
