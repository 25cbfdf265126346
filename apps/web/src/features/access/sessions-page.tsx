'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { sentenceCase } from '@/ui/words.ts';
import { OrganisationChoice, useOrganisationChoice } from './organisation-choice.tsx';
import type { SessionRow } from './people/model.ts';
import { personName } from './words.ts';

const FACTORS = {
  Totp: 'Authenticator app',
  Passkey: 'Passkey',
  RecoveryCode: 'Recovery code',
} as const;

const idOf = ({ id }: SessionRow) => id;

const columnsOf = (onEnd: (row: SessionRow) => void) =>
  defineColumns<SessionRow>([
    {
      id: 'person',
      header: 'Person',
      kind: 'text',
      width: 200,
      always: true,
      list: 'title',
      value: ({ person }) => personName(person),
    },
    {
      id: 'where',
      header: 'Works in',
      kind: 'text',
      width: 110,
      value: ({ audience }) => sentenceCase(audience),
    },
    {
      id: 'ip',
      header: 'Address',
      kind: 'text',
      width: 130,
      list: 'detail',
      value: ({ ip }) => ip,
    },
    {
      id: 'by',
      header: 'Signed in by',
      kind: 'text',
      width: 150,
      from: 900,
      value: ({ factorKind }) =>
        factorKind === null ? 'Password, no factor yet' : FACTORS[factorKind],
    },
    {
      id: 'since',
      header: 'Signed in',
      kind: 'time',
      detail: 'day-and-minute',
      width: 130,
      value: ({ createdAt }) => createdAt,
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
      id: 'ends',
      header: 'Ends at the latest',
      kind: 'time',
      detail: 'day-and-minute',
      width: 140,
      from: 1200,
      value: ({ absoluteUntil }) => absoluteUntil,
    },
    {
      id: 'act',
      header: 'Act',
      kind: 'actions',
      width: 90,
      cell: (row) =>
        row.isThis ? (
          <span className="text-ink-3">this one</span>
        ) : (
          <Button
            size="small"
            variant="danger-quiet"
            aria-label={`End the session of ${personName(row.person)}`}
            onClick={() => onEnd(row)}
          >
            End
          </Button>
        ),
    },
  ]);

/** Who is signed in right now, and ending it. */
export function SessionsPage() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { organisationId, choose } = useOrganisationChoice();
  const [ending, setEnding] = useState<SessionRow | null>(null);
  const asked = organisationId === undefined ? {} : { organisationId };
  const sessions = useQuery(trpc.access.listSessions.queryOptions(asked));
  const rows = sessions.data?.sessions ?? [];
  const end = useAct(trpc.access.endSession, {
    onDone: async () => {
      setEnding(null);
      await queryClient.invalidateQueries(trpc.access.pathFilter());
    },
  });
  return (
    <>
      <PageHead
        title="Sessions"
        about="Everybody who is signed in. A session that is ended locks its browser with the next request."
      >
        <OrganisationChoice value={organisationId} onChoose={choose} />
      </PageHead>
      <div className="px-gutter pb-7">
        <DataTable<SessionRow>
          id="sessions"
          title="Sessions"
          summary={`${rows.length} sessions`}
          columns={columnsOf(setEnding)}
          rows={rows}
          idOf={idOf}
          state={dataStateOf(sessions, 'The sessions could not be read.')}
          empty={{ sentence: 'Nobody is signed in.' }}
          expectedRows={6}
        />
      </div>
      {ending !== null && (
        <ReasonDialog
          open
          onClose={() => setEnding(null)}
          title={`End the session of ${personName(ending.person)}`}
          description={`Signed in from ${ending.ip}. Their browser locks with its next request; what is on the screen is kept.`}
          act="End it"
          busyLabel="Ending it"
          danger
          isBusy={end.isPending}
          error={end.error}
          onSend={(reason) => end.mutate({ sessionId: ending.id, reason })}
        />
      )}
    </>
  );
}
