'use client';

import { useQuery } from '@tanstack/react-query';
import { CLIENT_ROLES, FIRM_ROLES, ROLE_SPECS, type Role } from '@ultrathink/domain/access';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Checkbox } from '@/ui/checkbox.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/select.tsx';
import { personName, roleTitle } from '../words.ts';
import type { PersonParts } from './model.ts';

const BREAK_GLASS_HOURS = ['1', '2', '3', '4'] as const;

/** Proposes a role; it is in force once others than the proposer have agreed. */
export function GrantDialog({
  open,
  onClose,
  parts: { person, organisation },
  onProposed,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly parts: PersonParts;
  readonly onProposed: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const roles: readonly Role[] = organisation.kind === 'Firm' ? FIRM_ROLES : CLIENT_ROLES;
  const [role, setRole] = useState<Role | null>(null);
  const [clients, setClients] = useState<readonly string[]>([]);
  const [hours, setHours] = useState<(typeof BREAK_GLASS_HOURS)[number]>('1');
  const reach = role === null ? null : ROLE_SPECS[role].reach;
  const needsClients = reach === 'AssignedClients';
  const all = useQuery(
    trpc.access.listOrganisations.queryOptions(undefined, { enabled: open && needsClients }),
  );
  const propose = useProposal(trpc.access.proposeGrant, {
    shows: ({ reason }) => ({
      title: `Propose ${role === null ? 'a role' : roleTitle(role)} for ${personName(person)}`,
      facts: [
        { name: 'Organisation', value: organisation.name },
        { name: 'Reason', value: reason },
      ],
    }),
    onDone: onProposed,
  });
  const leave = () => {
    setRole(null);
    setClients([]);
    propose.leave();
    onClose();
  };
  const send = (reason: string) => {
    if (role === null) return;
    propose.mutate({
      personId: person.id,
      organisationId: organisation.id,
      role,
      clients: clientsFor(reach, clients),
      until: null,
      hours: role === 'BreakGlass' ? Number(hours) : null,
      reason,
    });
  };
  return (
    <ReasonDialog
      open={open}
      onClose={leave}
      title={`Propose a role for ${personName(person)}`}
      description="Others decide. Nothing changes until they have agreed."
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={role !== null && (!needsClients || clients.length > 0)}
      onSend={send}
    >
      <Field label="Role" hint={role === null ? undefined : ROLE_SPECS[role].does}>
        <Select
          options={roles.map((one) => ({ value: one, label: roleTitle(one) }))}
          value={role}
          onValueChange={setRole}
        />
      </Field>
      {role === 'BreakGlass' && (
        <Field label="For how many hours" hint="From the moment it is agreed to.">
          <Select
            options={BREAK_GLASS_HOURS.map((one) => ({ value: one, label: one }))}
            value={hours}
            onValueChange={setHours}
          />
        </Field>
      )}
      {needsClients && (
        <fieldset className="flex flex-col gap-1.5">
          <legend className="pb-1 text-ink-3 text-label">Clients it reaches</legend>
          {(all.data?.organisations ?? []).map(({ clientId, name }) =>
            clientId === null ? null : (
              <Checkbox
                key={clientId}
                checked={clients.includes(clientId)}
                onCheckedChange={(isOn) =>
                  setClients(
                    isOn ? [...clients, clientId] : clients.filter((one) => one !== clientId),
                  )
                }
              >
                {name}
              </Checkbox>
            ),
          )}
        </fieldset>
      )}
    </ReasonDialog>
  );
}

function clientsFor(reach: string | null, chosen: readonly string[]) {
  switch (reach) {
    case 'AllClients':
      return 'All' as const;
    case 'AssignedClients':
      return [...chosen] as never[];
    case 'NoClients':
      return [];
    default:
      return null;
  }
}
