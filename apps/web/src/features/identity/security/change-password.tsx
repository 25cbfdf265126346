'use client';

import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { PasswordInput } from '@/ui/text-input.tsx';
import { faultWords } from '../fault.tsx';
import { NewPassword } from '../new-password.tsx';
import { useSession } from '../session-context.ts';

/** Another password, with the present one and a proof. */
export function ChangePassword() {
  const trpc = useTRPC();
  const { person } = useSession();
  const [isOpen, setOpen] = useState(false);
  const [current, setCurrent] = useState('');
  const change = useAct(trpc.auth.changePassword, {
    shows: () => ({
      title: 'Change your password',
      facts: [{ name: 'With it', value: 'every other session of yours ends' }],
    }),
    onDone: () => {
      setOpen(false);
      setCurrent('');
    },
  });
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        onClick={() => {
          change.reset();
          setOpen(true);
        }}
      >
        Change the password
      </Button>
      {change.isSuccess && !isOpen && (
        <p role="status" className="text-ink-2 text-label">
          Changed. Every other session has ended.
        </p>
      )}
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        bar="Password"
        title="Change your password"
        description="Every other session of yours ends with the old one."
      >
        <Field label="Present password">
          <PasswordInput
            name="password"
            data-autofocus=""
            value={current}
            onValueChange={setCurrent}
          />
        </Field>
        <NewPassword
          email={person.email}
          act="Change it"
          busyLabel="Changing it"
          isBusy={change.isPending}
          fault={change.isError ? faultWords(change.error) : null}
          onChoose={(password) => change.mutate({ current, password })}
        />
      </Dialog>
    </div>
  );
}
