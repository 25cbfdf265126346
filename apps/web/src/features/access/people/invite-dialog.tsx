'use client';

import type { OrganisationId } from '@ultrathink/domain/access';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogClose, FloatFoot } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { TextInput } from '@/ui/text-input.tsx';

/** An invitation is a person without a role: roles are proposed once it is there. */
export function InviteDialog({
  open,
  onClose,
  organisationId,
  organisationName,
  onInvited,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly organisationId: OrganisationId;
  readonly organisationName: string;
  readonly onInvited: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const invite = useAct(trpc.access.invitePerson, {
    onDone: async () => {
      setName('');
      setEmail('');
      onClose();
      await onInvited();
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      bar="Access"
      title={`Invite somebody to ${organisationName}`}
      description="They get a link by e-mail that works once, choose a password and set up a second factor. Roles come afterwards, by approval."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate({ organisationId, name, email });
        }}
      >
        <Field label="Name">
          <TextInput
            data-autofocus=""
            name="name"
            value={name}
            onValueChange={setName}
            maxLength={200}
          />
        </Field>
        <Field label="E-mail">
          <TextInput
            name="email"
            type="email"
            value={email}
            onValueChange={setEmail}
            maxLength={254}
          />
        </Field>
        <FailureLine error={invite.error} />
        <FloatFoot>
          <DialogClose render={<Button variant="quiet">Leave it</Button>} />
          <Button
            type="submit"
            variant="primary"
            disabled={name.trim() === '' || email.trim() === ''}
            busy={invite.isPending}
            busyLabel="Inviting"
          >
            Invite
          </Button>
        </FloatFoot>
      </form>
    </Dialog>
  );
}
