'use client';

import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { PasswordInput } from '@/ui/text-input.tsx';
import { Fault } from './fault.tsx';

/** NIST SP 800-63B-4 and ASVS 6.2: long, and not one that is known; no rules about signs. */
const SHORTEST = 12;

/** A password that is chosen, once: it can be seen, pasted and kept by a manager. */
export function NewPassword({
  email,
  act,
  busyLabel,
  onChoose,
  isBusy,
  fault,
}: {
  /** For password managers; it is not sent. */
  readonly email: string | null;
  readonly act: ReactNode;
  readonly busyLabel: string;
  readonly onChoose: (password: string) => void;
  readonly isBusy: boolean;
  /** Why the platform did not take it. */
  readonly fault: ReactNode;
}) {
  const [password, setPassword] = useState('');
  const [isShort, setShort] = useState(false);
  const left = SHORTEST - [...password].length;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setShort(left > 0);
    if (left <= 0) onChoose(password);
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {email !== null && (
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      )}
      <Field
        label="New password"
        hint="12 characters or more; several words are good. No rules about signs, and it never has to be changed."
        {...(isShort &&
          left > 0 && {
            error: `${left} more ${left === 1 ? 'character is' : 'characters are'} needed.`,
          })}
      >
        <PasswordInput
          name="new-password"
          autoComplete="new-password"
          value={password}
          onValueChange={setPassword}
        />
      </Field>
      {fault !== null && <Fault>{fault}</Fault>}
      <Button type="submit" variant="primary" size="send" wide busy={isBusy} busyLabel={busyLabel}>
        {act}
      </Button>
    </form>
  );
}
