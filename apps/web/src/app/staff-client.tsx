'use client';

import { ClientPage } from '@/features/clients/client-page.tsx';
import { Flows } from '@/features/ledger/flows.tsx';

/** A client as staff see it: its terms and accounts, and what came in and went out. */
export function StaffClient({
  clientId,
  base,
}: {
  readonly clientId: string;
  readonly base: string;
}) {
  return (
    <ClientPage
      clientId={clientId}
      base={base}
      after={({ id, accounts }) => <Flows clientId={id} accounts={accounts} />}
    />
  );
}
