'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Icon } from '@/ui/icon.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { Fault, faultWords } from '../fault.tsx';
import { makePasskey } from '../passkey.ts';
import type { Enrolled } from './totp-enrolment.tsx';

/** A passkey: the device asks for a finger, a face or a PIN, and keeps a key for this address. */
export function PasskeyEnrolment({
  onEnrolled,
}: {
  readonly onEnrolled: (codes: Enrolled) => void;
}) {
  const client = useTRPCClient();
  const [name, setName] = useState('Passkey');
  const enrol = useMutation({
    mutationFn: async () => {
      const { options } = await client.auth.passkeyEnrolOptions.mutate({});
      const attestation = await makePasskey(options);
      return client.auth.confirmPasskey.mutate({
        name: name.trim() || 'Passkey',
        // The library's types are wider than what browsers give.
        attestation: attestation as Attestation,
      });
    },
    onSuccess: ({ recoveryCodes }) => onEnrolled(recoveryCodes),
  });
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!enrol.isPending) enrol.mutate();
      }}
    >
      <p className="text-ink-2">
        Your device or security key makes a key that works at this address alone, and asks for your
        finger, face or PIN each time. No code can be read from it or passed on.
      </p>
      <Field label="Name" hint="How you tell it from others: the laptop, the key on the ring.">
        <TextInput name="passkey-name" value={name} onValueChange={setName} maxLength={100} />
      </Field>
      {enrol.isError && <Fault>{faultWords(enrol.error)}</Fault>}
      <Button
        type="submit"
        variant="primary"
        size="send"
        wide
        busy={enrol.isPending}
        busyLabel="Asking your device"
      >
        <Icon name="key" />
        Make a passkey
      </Button>
    </form>
  );
}

type Attestation = Parameters<
  ReturnType<typeof useTRPCClient>['auth']['confirmPasskey']['mutate']
>[0]['attestation'];
