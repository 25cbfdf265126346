'use client';

import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogClose, FloatFoot } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/select.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { KeptKey } from './kept-key.tsx';
import { type MadeKey, makeKey } from './make-key.ts';
import { KEY_DAYS, networksIn } from './words.ts';

/** Makes a key that reads, and shows it this once. */
export function NewKeyDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const [networks, setNetworks] = useState('');
  const [days, setDays] = useState<(typeof KEY_DAYS)[number]>('90');
  const [made, setMade] = useState<MadeKey | null>(null);
  const create = useAct(trpc.access.createReadKey, {
    shows: (input) => ({
      title: `Create the API key ${input.name}`,
      facts: [
        { name: 'May', value: 'read' },
        { name: 'Comes from', value: input.networks.join(', ') },
        { name: 'Ends after', value: `${input.days} days` },
      ],
    }),
    onDone: onCreated,
  });
  const list = networksIn(networks);
  const send = async () => {
    const key = made ?? (await makeKey());
    setMade(key);
    const { secretHash, hint } = key;
    create.mutate({ name, networks: list, days: Number(days), secretHash, hint });
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      bar="API key"
      title={create.isSuccess ? 'Keep this key now' : 'New key that reads'}
      description={
        create.isSuccess
          ? 'It is shown this once; only its digest is kept. Whoever has it reads what you may read.'
          : 'It reads what you may read, from the networks you name, until it ends.'
      }
    >
      {create.isSuccess && made !== null ? (
        <KeptKey text={made.text} />
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <Field label="Name">
            <TextInput
              data-autofocus=""
              name="name"
              value={name}
              onValueChange={setName}
              maxLength={100}
            />
          </Field>
          <Field
            label="Comes from"
            hint="Addresses or networks, such as 203.0.113.7 or 198.51.100.0/24."
          >
            <TextInput name="networks" value={networks} onValueChange={setNetworks} />
          </Field>
          <Field label="Ends after">
            <Select
              options={KEY_DAYS.map((one) => ({ value: one, label: `${one} days` }))}
              value={days}
              onValueChange={setDays}
            />
          </Field>
          <FailureLine error={create.error} />
          <FloatFoot>
            <DialogClose render={<Button variant="quiet">Leave it</Button>} />
            <Button
              type="submit"
              variant="primary"
              disabled={name.trim() === '' || list.length === 0}
              busy={create.isPending}
              busyLabel="Creating it"
            >
              Create it
            </Button>
          </FloatFoot>
        </form>
      )}
    </Dialog>
  );
}
