'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { ClaimKeyDialog } from './claim-key-dialog.tsx';
import { NewKeyDialog } from './new-key-dialog.tsx';
import { OrganisationChoice, useOrganisationChoice } from './organisation-choice.tsx';
import type { KeyRow } from './people/model.ts';
import { TradeKeyDialog } from './trade-key-dialog.tsx';
import { personName } from './words.ts';

const STATES = {
  Unclaimed: 'waits for its owner',
  InForce: 'in force',
  Expired: 'expired',
  Ended: 'ended',
} as const;

const idOf = ({ id }: KeyRow) => id;

const columnsOf = (onRevoke: (row: KeyRow) => void, onClaim: (row: KeyRow) => void) =>
  defineColumns<KeyRow>([
    {
      id: 'name',
      header: 'Key',
      kind: 'text',
      width: 180,
      always: true,
      list: 'title',
      value: ({ name }) => name,
    },
    { id: 'hint', header: 'Begins with', kind: 'text', width: 120, value: ({ hint }) => hint },
    {
      id: 'scope',
      header: 'May',
      kind: 'text',
      width: 90,
      value: ({ scope }) => (scope === 'Trade' ? 'trade' : 'read'),
    },
    {
      id: 'owner',
      header: 'Owner',
      kind: 'text',
      width: 170,
      list: 'detail',
      value: ({ owner }) => personName(owner),
    },
    {
      id: 'networks',
      header: 'Comes from',
      kind: 'text',
      width: 190,
      from: 900,
      value: ({ networks }) => networks.join(', '),
    },
    {
      id: 'until',
      header: 'Until',
      kind: 'time',
      detail: 'date',
      width: 110,
      value: ({ until }) => until,
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
      id: 'state',
      header: 'State',
      kind: 'status',
      width: 140,
      list: 'state',
      options: Object.values(STATES),
      value: ({ state }) => STATES[state],
    },
    {
      id: 'act',
      header: 'Act',
      kind: 'actions',
      width: 170,
      cell: (row) =>
        row.state === 'InForce' || row.state === 'Unclaimed' ? (
          <span className="flex gap-2">
            {row.isYoursToClaim && (
              <Button size="small" aria-label={`Claim ${row.name}`} onClick={() => onClaim(row)}>
                Claim
              </Button>
            )}
            <Button
              size="small"
              variant="danger-quiet"
              aria-label={`Revoke ${row.name}`}
              onClick={() => onRevoke(row)}
            >
              Revoke
            </Button>
          </span>
        ) : null,
    },
  ]);

/** Who may not read them is told so without being asked. */
const NOT_YOURS = {
  kind: 'forbidden',
  sentence: 'API keys are for those who administer them.',
} as const;

/** Keys of programs: bound to networks, ending by themselves, shown once. */
export function KeysPage({ own = false }: { readonly own?: boolean }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { organisationId, choose } = useOrganisationChoice();
  const [revoking, setRevoking] = useState<KeyRow | null>(null);
  const [claiming, setClaiming] = useState<KeyRow | null>(null);
  const [creating, setCreating] = useState<'Read' | 'Trade' | null>(null);
  const asked = organisationId === undefined ? {} : { organisationId };
  const mayRead = useMay('access.readApiKeys');
  const keys = useQuery(trpc.access.listApiKeys.queryOptions(asked, { enabled: mayRead }));
  const rows = keys.data?.keys ?? [];
  const again = () => queryClient.invalidateQueries(trpc.access.pathFilter());
  const revoke = useAct(trpc.access.revokeApiKey, {
    onDone: async () => {
      setRevoking(null);
      await again();
    },
  });
  return (
    <>
      <PageHead
        title="API keys"
        about={`${own ? 'Keys by which your programs come.' : 'Keys by which a client’s programs come.'} Each is bound to networks and ends by itself; one that trades needs the consent of others.`}
      >
        {!own && <OrganisationChoice value={organisationId} onChoose={choose} />}
        {own && (
          <>
            <Button onClick={() => setCreating('Trade')}>Propose a key that trades</Button>
            <Button variant="primary" onClick={() => setCreating('Read')}>
              New key that reads
            </Button>
          </>
        )}
      </PageHead>
      <div className="px-gutter pb-7">
        <DataTable<KeyRow>
          id="api-keys"
          title="API keys"
          summary={`${rows.length} API keys`}
          columns={columnsOf(setRevoking, setClaiming)}
          rows={rows}
          idOf={idOf}
          state={mayRead ? dataStateOf(keys, 'The API keys could not be read.') : NOT_YOURS}
          empty={{
            sentence: 'No API key is in use.',
            ...(own && { next: 'One that reads is made at once; one that trades is proposed.' }),
          }}
          expectedRows={4}
        />
      </div>
      {revoking !== null && (
        <ReasonDialog
          open
          onClose={() => setRevoking(null)}
          title={`Revoke ${revoking.name}`}
          description="Programs that use it are refused from their next request on."
          act="Revoke it"
          busyLabel="Revoking it"
          danger
          isBusy={revoke.isPending}
          error={revoke.error}
          onSend={(reason) => revoke.mutate({ apiKeyId: revoking.id, reason })}
        />
      )}
      {claiming !== null && (
        <ClaimKeyDialog row={claiming} onClose={() => setClaiming(null)} onClaimed={again} />
      )}
      {creating === 'Read' && <NewKeyDialog onClose={() => setCreating(null)} onCreated={again} />}
      {creating === 'Trade' && (
        <TradeKeyDialog onClose={() => setCreating(null)} onProposed={again} />
      )}
    </>
  );
}
