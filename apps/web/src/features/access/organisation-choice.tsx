'use client';

import { useQuery } from '@tanstack/react-query';
import type { OrganisationId } from '@ultrathink/domain/access';
import { parseAsString, useQueryState } from 'nuqs';
import { useTRPC } from '@/trpc/client.ts';
import { Combobox } from '@/ui/combobox.tsx';
import { Field } from '@/ui/field.tsx';

/** Which organisation a page is about, in its address; undefined is the reader's own. */
export function useOrganisationChoice() {
  const [chosen, choose] = useQueryState('organisation', parseAsString);
  return {
    organisationId: (chosen ?? undefined) as OrganisationId | undefined,
    choose: (id: string | null) => void choose(id),
  };
}

export function OrganisationChoice({
  value,
  onChoose,
}: {
  readonly value: OrganisationId | undefined;
  readonly onChoose: (id: string | null) => void;
}) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.access.listOrganisations.queryOptions());
  const options = (data?.organisations ?? []).map(({ id, name, kind }) => ({
    value: id,
    label: name,
    ...(kind === 'Firm' && { code: 'firm' }),
  }));
  const firm = data?.organisations.find(({ kind }) => kind === 'Firm');
  return (
    <Field label="Organisation" className="w-64">
      <Combobox
        options={options}
        value={value ?? firm?.id ?? null}
        onValueChange={onChoose}
        placeholder="Type to find one"
      />
    </Field>
  );
}
