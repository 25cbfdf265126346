'use client';

import { useQuery } from '@tanstack/react-query';
import {
  CREDENTIAL_MAX_CHARS,
  type KeyedVenue,
  type VenueKeyId,
} from '@ultrathink/domain/market-data';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { TextArea, TextInput } from '@/ui/text-input.tsx';
import type { VenueAccount } from '../model.ts';
import { venueName } from '../words.ts';
import { sealKey } from './seal-key.ts';

const ASKS: Readonly<
  Record<KeyedVenue, { readonly key: string; readonly secret: string; readonly make: string }>
> = {
  binance: {
    key: 'API key',
    secret: 'Secret key',
    make: 'Enable reading and spot trading, not withdrawals, and restrict it to our addresses.',
  },
  coinbase: {
    key: 'Key name',
    secret: 'Private key',
    make: 'Allow view and trade, not transfer. The private key is the text between BEGIN and END, with both lines.',
  },
  kraken: {
    key: 'API key',
    secret: 'Private key',
    make: 'Allow query of funds, query, create and cancel of orders; no withdrawals; restrict it to our addresses.',
  },
};

/** Takes a key as the venue shows it, and lets nothing of it leave this browser unsealed. */
export function EnterKey({
  account,
  onEntered,
}: {
  readonly account: VenueAccount;
  readonly onEntered: (id: VenueKeyId) => Promise<void>;
}) {
  const trpc = useTRPC();
  const [label, setLabel] = useState('');
  const [key, setKey] = useState('');
  const [secret, setSecret] = useState('');
  const sealTo = useQuery(trpc.venues.getSealKey.queryOptions({ venueAccountId: account.id }));
  const submit = useAct(trpc.venues.submitKey, {
    shows: (input) => ({
      title: `Enter the key ${input.label}`,
      facts: [
        { name: 'Account', value: `${venueName(account.venue)}, ${account.label}` },
        { name: 'Key', value: input.maskedName },
        { name: 'Fingerprint', value: input.fingerprint },
      ],
    }),
    onDone: async ({ venueKeyId }) => {
      setSecret('');
      setKey('');
      await onEntered(venueKeyId);
    },
  });
  const asks = ASKS[account.venue];
  const send = async () => {
    if (sealTo.data === undefined) return;
    const credentials = { key: key.trim(), secret: secret.trim(), passphrase: null };
    const sealed = await sealKey(sealTo.data, account.id, label.trim(), credentials);
    submit.mutate({ venueAccountId: account.id, label: label.trim(), ...sealed });
  };
  const isWhole = label.trim() !== '' && key.trim() !== '' && secret.trim() !== '';
  return (
    <form
      autoComplete="off"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p className="text-ink-2">{asks.make}</p>
      <Field label="Name of the key" hint="As people here call it; one of its kind for ever.">
        <TextInput name="label" value={label} onValueChange={setLabel} maxLength={60} />
      </Field>
      <Field label={asks.key}>
        <TextInput
          name="venue-key"
          value={key}
          onValueChange={setKey}
          maxLength={CREDENTIAL_MAX_CHARS.key}
          spellCheck={false}
          autoComplete="off"
        />
      </Field>
      <Field
        label={asks.secret}
        hint="Sealed here for the worker alone. Nobody sees it again, and no log has it."
      >
        <TextArea
          name="venue-secret"
          value={secret}
          onValueChange={setSecret}
          maxLength={CREDENTIAL_MAX_CHARS.secret}
          spellCheck={false}
          autoComplete="off"
        />
      </Field>
      <FailureLine error={submit.error ?? sealTo.error} />
      <Button
        type="submit"
        variant="primary"
        disabled={!isWhole || sealTo.data === undefined}
        busy={submit.isPending}
        busyLabel="Sealing it"
        className="self-start"
      >
        Seal and enter it
      </Button>
    </form>
  );
}
