'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { ButtonLink, Link } from '@/ui/link.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { Fault, faultWords } from './fault.tsx';
import { NewPassword } from './new-password.tsx';
import { useMailToken } from './use-mail-token.ts';

/** Without a mailed link it asks for one; with one it takes another password. */
export function PasswordReset({ isDemo }: { readonly isDemo: boolean }) {
  const token = useMailToken();
  if (token === undefined) return <h1 className="text-title">Another password</h1>;
  return token === null ? <AskForLink isDemo={isDemo} /> : <ChoosePassword token={token} />;
}

function AskForLink({ isDemo }: { readonly isDemo: boolean }) {
  const client = useTRPCClient();
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: () => client.auth.requestPasswordReset.mutate({ email }),
  });
  if (ask.isSuccess) {
    return (
      <div role="status">
        <h1 className="text-title">Look into your mail</h1>
        <p className="pt-1 pb-5 text-ink-2">
          If {email.trim()} can sign in here, a link is on its way. It works once, within 30
          minutes. Your second factor stays as it is.
        </p>
        <div className="flex flex-wrap gap-3">
          <ButtonLink href="/sign-in">To the sign-in</ButtonLink>
          {isDemo && <ButtonLink href="/dev/mail">Mails of this demo</ButtonLink>}
        </div>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() !== '' && !ask.isPending) ask.mutate();
  };
  return (
    <>
      <h1 className="text-title">Another password</h1>
      <p className="pt-1 pb-6 text-ink-2">
        A link goes to the address you were invited with. Nothing changes until you use it.
      </p>
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field label="E-mail">
          <TextInput
            type="email"
            name="email"
            autoComplete="username"
            spellCheck={false}
            autoCapitalize="none"
            value={email}
            onValueChange={setEmail}
          />
        </Field>
        {ask.isError && <Fault>{faultWords(ask.error)}</Fault>}
        <Button
          type="submit"
          variant="primary"
          size="send"
          wide
          busy={ask.isPending}
          busyLabel="Asking"
          disabled={email.trim() === ''}
        >
          Send me a link
        </Button>
        <Link href="/sign-in" variant="quiet" className="w-fit text-label">
          Back to the sign-in
        </Link>
      </form>
    </>
  );
}

function ChoosePassword({ token }: { readonly token: string }) {
  const client = useTRPCClient();
  const reset = useMutation({
    mutationFn: (password: string) => client.auth.resetPassword.mutate({ token, password }),
  });
  if (reset.isSuccess) {
    return (
      <div role="status">
        <h1 className="text-title">Your password is another one</h1>
        <p className="pt-1 pb-5 text-ink-2">
          Every session you had has ended. Sign in with the new password and your second factor.
        </p>
        <ButtonLink variant="primary" size="large" href="/sign-in">
          Sign in
        </ButtonLink>
      </div>
    );
  }
  return (
    <>
      <h1 className="text-title">Choose another password</h1>
      <p className="pt-1 pb-6 text-ink-2">
        Every session you have ends with the old one. Your second factor stays.
      </p>
      <NewPassword
        email={null}
        act="Take this password"
        busyLabel="Changing it"
        isBusy={reset.isPending}
        fault={reset.isError ? faultWords(reset.error) : null}
        onChoose={(password) => reset.mutate(password)}
      />
    </>
  );
}
