'use client';

import Link from 'next/link';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { linkStyles } from '@/ui/link.tsx';
import { PasswordInput, TextInput } from '@/ui/text-input.tsx';
import { Fault } from '../fault.tsx';
import { givePassword } from '../give-password.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The first step: e-mail and password. A fixed e-mail is for somebody who comes back to a page. */
export function PasswordStep({
  given,
  onGiven,
  fixedEmail = false,
  onLetIn,
  act = 'Continue',
  children,
}: {
  readonly given: Credentials;
  readonly onGiven: (given: Credentials) => void;
  readonly fixedEmail?: boolean;
  readonly onLetIn: () => Promise<void> | void;
  readonly act?: string;
  readonly children?: ReactNode;
}) {
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { email, password } = given;
  const send = async () => {
    setBusy(true);
    setFault(null);
    const answer = await givePassword(email, password);
    if (answer.kind === 'LetIn') await onLetIn();
    else setFault(answer.sentence);
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (email.trim() === '' || password === '') setFault('E-mail and password are both needed.');
    else void send();
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {!fixedEmail && (
        <Field label="E-mail">
          <TextInput
            type="email"
            name="email"
            autoComplete="username"
            inputMode="email"
            spellCheck={false}
            autoCapitalize="none"
            data-autofocus=""
            value={email}
            onValueChange={(next) => onGiven({ email: next, password })}
          />
        </Field>
      )}
      <Field label="Password">
        <PasswordInput
          name="password"
          data-autofocus={fixedEmail ? '' : undefined}
          value={password}
          onValueChange={(next) => onGiven({ email, password: next })}
        />
      </Field>
      <div className="-mt-2 flex justify-between gap-4 text-label">
        <span className="text-ink-3">Next: your passkey or a code</span>
        <Link href="/reset-password" className={linkStyles()}>
          Forgot it?
        </Link>
      </div>
      {fault !== null && <Fault>{fault}</Fault>}
      <Button type="submit" variant="primary" size="send" wide busy={isBusy} busyLabel="Checking">
        {act}
      </Button>
      {children}
    </form>
  );
}
