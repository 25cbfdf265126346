'use client';

import { type ReactNode, useState } from 'react';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogClose, FloatFoot } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { TextArea } from '@/ui/text-input.tsx';
import { ProposedPart } from './proposed-line.tsx';
import type { Proposal } from './use-proposal.ts';

/** An act that says why: what will happen, the reason, and the button. Escape leaves it undone. */
export function ReasonDialog({
  open,
  onClose,
  bar = 'Access',
  title,
  description,
  act,
  busyLabel,
  isBusy,
  error,
  danger = false,
  children,
  canSend = true,
  needsReason = true,
  proposed = null,
  onSend,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The part of the platform that it stands in. */
  readonly bar?: string;
  readonly title: string;
  readonly description: string;
  /** The button: "End the session". */
  readonly act: string;
  readonly busyLabel: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly danger?: boolean;
  /** Further fields, before the reason. */
  readonly children?: ReactNode;
  readonly canSend?: boolean;
  readonly needsReason?: boolean;
  /** What came of it where it waits for others: said in place of the fields, until it is left. */
  readonly proposed?: Proposal | null;
  readonly onSend: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      bar={bar}
      title={proposed?.shown.title ?? title}
      {...(proposed === null && { description })}
    >
      {proposed === null ? (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            onSend(reason);
          }}
        >
          {children}
          {needsReason && (
            <Field label="Reason" hint="Kept in the audit trail. Name no personal data here.">
              <TextArea name="reason" value={reason} onValueChange={setReason} maxLength={2000} />
            </Field>
          )}
          <FailureLine error={error} />
          <FloatFoot>
            <DialogClose render={<Button variant="quiet">Leave it</Button>} />
            <Button
              type="submit"
              variant={danger ? 'danger' : 'primary'}
              disabled={(needsReason && reason.trim() === '') || !canSend}
              busy={isBusy}
              busyLabel={busyLabel}
            >
              {act}
            </Button>
          </FloatFoot>
        </form>
      ) : (
        <ProposedPart proposal={proposed} onDone={onClose} />
      )}
    </Dialog>
  );
}
