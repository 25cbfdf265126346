'use client';

import { COMMERCIAL_TIERS, type CommercialTier } from '@ultrathink/domain/clients';
import {
  CLIENT_CATEGORIES,
  CLIENT_STATES,
  type ClientCategory,
  type ClientTradingState,
} from '@ultrathink/domain/compliance';
import { LOT_METHODS, type LotMethod } from '@ultrathink/domain/portfolio';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/select.tsx';
import type { ClientTerms, Terms } from './model.ts';
import { CATEGORY_WORDS, LOT_WORDS, STATE_WORDS, TIER_WORDS } from './words.ts';

const optionsOf = <Value extends string>(
  values: readonly Value[],
  words: Readonly<Record<Value, string>>,
) => values.map((value) => ({ value, label: words[value] }));

/** Proposes a client's terms as a whole. */
export function TermsDialog({
  client,
  now,
  onClose,
}: {
  readonly client: ClientTerms;
  readonly now: Terms | null;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [state, setState] = useState<ClientTradingState>(now?.state ?? 'Active');
  const [tier, setTier] = useState<CommercialTier>(now?.tier ?? 'Retail');
  const [category, setCategory] = useState<ClientCategory>(now?.category ?? 'Retail');
  const [lotMethod, setLotMethod] = useState<LotMethod>(now?.lotMethod ?? 'Fifo');
  const propose = useProposal(trpc.clients.proposeTerms, {
    shows: (input) => ({
      title: `Propose terms of ${client.name}`,
      facts: [
        { name: 'State', value: STATE_WORDS[input.state] },
        { name: 'Tier', value: TIER_WORDS[input.tier] },
        { name: 'Category', value: CATEGORY_WORDS[input.category] },
        { name: 'Lots', value: LOT_WORDS[input.lotMethod] },
        { name: 'Reason', value: input.reason },
      ],
    }),
  });
  const dayCutOffMs = now?.dayCutOffMs ?? 0;
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Clients"
      title={`Terms of ${client.name}`}
      description="Somebody of compliance has to agree. Until then what holds stays."
      act="Propose them"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      onSend={(reason) =>
        propose.mutate({
          ...{ clientId: client.id, state, tier, category, lotMethod, dayCutOffMs, reason },
        })
      }
    >
      <Field label="State">
        <Select
          options={optionsOf(CLIENT_STATES, STATE_WORDS)}
          value={state}
          onValueChange={setState}
        />
      </Field>
      <Field label="Tier">
        <Select
          options={optionsOf(COMMERCIAL_TIERS, TIER_WORDS)}
          value={tier}
          onValueChange={setTier}
        />
      </Field>
      <Field label="Category">
        <Select
          options={optionsOf(CLIENT_CATEGORIES, CATEGORY_WORDS)}
          value={category}
          onValueChange={setCategory}
        />
      </Field>
      <Field label="Lots are closed">
        <Select
          options={optionsOf(LOT_METHODS, LOT_WORDS)}
          value={lotMethod}
          onValueChange={setLotMethod}
        />
      </Field>
    </ReasonDialog>
  );
}
