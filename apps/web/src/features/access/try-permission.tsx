'use client';

import { useQuery } from '@tanstack/react-query';
import type { Permission } from '@ultrathink/domain/access';
import type { PersonId } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { Combobox } from '@/ui/combobox.tsx';
import { Field } from '@/ui/field.tsx';
import { Glyph } from '@/ui/glyph.tsx';
import { OrganisationChoice, useOrganisationChoice } from './organisation-choice.tsx';
import type { Matrix } from './people/model.ts';
import { personName, rolesText } from './words.ts';

/** Could this person do this? The same answer that a call would get, and why. */
export function TryPermission({ permissions }: { readonly permissions: Matrix['permissions'] }) {
  const trpc = useTRPC();
  const { organisationId, choose } = useOrganisationChoice();
  const [person, setPerson] = useState<string | null>(null);
  const [permission, setPermission] = useState<string | null>(null);
  const asked = organisationId === undefined ? {} : { organisationId };
  const people = useQuery(trpc.access.listPeople.queryOptions(asked));
  const organisation = useQuery(trpc.access.getOrganisation.queryOptions(asked));
  const on = permissions.find((row) => row.permission === permission)?.on ?? [];
  const about = aboutOf(on, organisation.data);
  const tried = useQuery(
    trpc.access.tryPermission.queryOptions(
      {
        personId: (person ?? '') as PersonId,
        permission: (permission ?? 'self.read') as Permission,
        about: about ?? { kind: 'Firm' },
      },
      { enabled: person !== null && permission !== null && about !== null },
    ),
  );
  return (
    <section aria-labelledby="try-permission" className="flex flex-col gap-4">
      <div>
        <h2 id="try-permission" className="font-medium">
          Could this person do this?
        </h2>
        <p className="text-ink-2 text-label">Nothing is done: the answer a call would get.</p>
      </div>
      <OrganisationChoice value={organisationId} onChoose={choose} />
      <Field label="Person">
        <Combobox
          options={(people.data?.people ?? []).map((one) => ({
            value: one.id,
            label: personName(one),
          }))}
          value={person}
          onValueChange={setPerson}
        />
      </Field>
      <Field label="Act">
        <Combobox
          options={permissions.map((row) => ({ value: row.permission, label: row.phrase }))}
          value={permission}
          onValueChange={setPermission}
        />
      </Field>
      <div aria-live="polite">
        {tried.error !== null && <FailureLine error={tried.error} />}
        {tried.data !== undefined && (
          <div className="border-t pt-3">
            <p className="flex items-center gap-2 font-medium">
              <Glyph
                shape={tried.data.isAllowed ? 'check' : 'cross'}
                tone={tried.data.isAllowed ? 'accent' : 'danger'}
              />
              {tried.data.isAllowed ? 'Yes' : 'No'}
            </p>
            <p className="pt-1 text-ink-2">{tried.data.sentence}</p>
            <p className="pt-1 text-ink-3 text-label">
              Roles that reach it: {rolesText(tried.data.roles)}.
              {tried.data.needsStepUp && ' Each time needs a fresh proof.'}
            </p>
          </div>
        )}
      </div>
    </section>
  );
}

type Organisation = { readonly id: string; readonly clientId: string | null };

/** What the act would be about: the chosen organisation, its business, or the firm. */
function aboutOf(on: readonly string[], organisation: Organisation | undefined) {
  if (on.includes('Self')) return { kind: 'Self' as const };
  if (organisation === undefined) return null;
  if (on.includes('Organisation')) {
    return { kind: 'Organisation' as const, organisationId: organisation.id as never };
  }
  if (on.includes('Client') && organisation.clientId !== null) {
    return { kind: 'Client' as const, clientId: organisation.clientId as never };
  }
  return { kind: 'Firm' as const };
}
