'use client';

import type { InstrumentId, VenueId } from '@ultrathink/domain/market-data';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/select.tsx';
import { TextArea, TextInput } from '@/ui/text-input.tsx';
import type { Account, ClientTerms } from './model.ts';
import { listIn, PAIR, VENUE } from './words.ts';

type Sides = 'Both' | 'Buy' | 'Sell';

const sidesOf = (account: Account): Sides => {
  const [only, other] = account.mandates[0]?.sides ?? [];
  return only === undefined || other !== undefined ? 'Both' : only;
};

/** Proposes what a client lets us do with one account: it takes the place of what it let us do. */
export function MandateDialog({
  client,
  account,
  onClose,
}: {
  readonly client: ClientTerms;
  readonly account: Account;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [now] = account.mandates;
  const [instruments, setInstruments] = useState((now?.instruments ?? []).join(', '));
  const [venues, setVenues] = useState((now?.venues ?? []).join(', '));
  const [sides, setSides] = useState<Sides>(sidesOf(account));
  const pairs = listIn(instruments.toUpperCase());
  const places = listIn(venues.toLowerCase());
  const propose = useProposal(trpc.clients.proposeMandate, {
    shows: (input) => ({
      title: `Propose a mandate: ${client.name}, ${account.name}`,
      facts: [
        { name: 'Instruments', value: input.instruments.join(', ') || 'none' },
        { name: 'Venues', value: input.venues.join(', ') || 'none' },
        { name: 'Sides', value: input.sides.join(' and ') },
        { name: 'Reason', value: input.reason },
      ],
    }),
  });
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Clients"
      title={`Mandate: ${account.name}`}
      description="Somebody of compliance has to agree. An empty list lets nothing."
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={pairs.every((pair) => PAIR.test(pair)) && places.every((one) => VENUE.test(one))}
      onSend={(reason) =>
        propose.mutate({
          clientId: client.id,
          accountId: account.id,
          instruments: pairs as readonly string[] as InstrumentId[],
          venues: places as readonly string[] as VenueId[],
          sides: sides === 'Both' ? ['Buy', 'Sell'] : [sides],
          until: null,
          reason,
        })
      }
    >
      <Field label="Instruments" optional hint="Such as BTC/USDT, ETH/USDT.">
        <TextArea value={instruments} onValueChange={setInstruments} maxLength={8_000} />
      </Field>
      <Field label="Venues" optional hint="Such as binance, kraken.">
        <TextInput value={venues} onValueChange={setVenues} maxLength={1_000} />
      </Field>
      <Field label="Sides">
        <Select
          options={[
            { value: 'Both', label: 'Buy and sell' },
            { value: 'Buy', label: 'Buy' },
            { value: 'Sell', label: 'Sell' },
          ]}
          value={sides}
          onValueChange={setSides}
        />
      </Field>
    </ReasonDialog>
  );
}
