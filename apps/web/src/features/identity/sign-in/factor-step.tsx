'use client';

import { useMutation } from '@tanstack/react-query';
import type { inferRouterInputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Or } from '@/ui/or.tsx';
import { OtpInput } from '@/ui/otp-input.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { DemoCode } from '../demo-code.tsx';
import { Fault, faultWords } from '../fault.tsx';
import { askPasskey } from '../passkey.ts';
import type { SessionView } from '../session-view.ts';

type Proof = inferRouterInputs<AppRouter>['auth']['proveFactor'];

/** The second step: a passkey, a code, or one of the recovery codes. */
export function FactorStep({
  session,
  isDemo,
  onDone,
}: {
  readonly session: Pick<SessionView, 'person' | 'has' | 'accepts'>;
  readonly isDemo: boolean;
  readonly onDone: () => Promise<void> | void;
}) {
  const client = useTRPCClient();
  const [code, setCode] = useState('');
  const [isRecovery, setRecovery] = useState(false);
  const fill = useCallback((filled: string) => setCode(filled), []);
  const prove = useMutation({
    mutationFn: async (proof: () => Promise<Proof>) => {
      await client.auth.proveFactor.mutate(await proof());
      await onDone();
    },
    onError: () => setCode(''),
  });
  const sendCode = (given: string) =>
    prove.mutate(() =>
      Promise.resolve({ kind: isRecovery ? 'RecoveryCode' : 'Totp', code: given }),
    );
  const sendPasskey = () =>
    prove.mutate(async () => {
      const { options } = await client.auth.passkeySignInOptions.mutate({});
      return { kind: 'Passkey', assertion: (await askPasskey(options)) as Assertion };
    });
  const form = useRef<HTMLFormElement>(null);
  const { isPending } = prove;
  useEffect(() => {
    if (!isPending) form.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, [isPending]);
  const { has, accepts, person } = session;
  const takes = (kind: 'Totp' | 'Passkey') => has.includes(kind) && accepts.includes(kind);
  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (code !== '' && !prove.isPending) sendCode(code);
      }}
    >
      {takes('Passkey') && !isRecovery && (
        <PasskeyPart isOnly={!takes('Totp')} isDisabled={prove.isPending} onPress={sendPasskey} />
      )}
      {isRecovery ? (
        <RecoveryField code={code} onCode={setCode} />
      ) : (
        takes('Totp') && (
          <OtpInput
            label="Code from your authenticator"
            value={code}
            onValueChange={setCode}
            onComplete={sendCode}
            disabled={prove.isPending}
          />
        )
      )}
      {isDemo && takes('Totp') && !isRecovery && !prove.isPending && (
        <DemoCode email={person.email} onCode={fill} fills />
      )}
      {prove.isError && <Fault>{faultWords(prove.error)}</Fault>}
      {(isRecovery || takes('Totp')) && (
        <Button
          type="submit"
          variant="primary"
          size="send"
          wide
          busy={prove.isPending}
          busyLabel="Checking"
          disabled={code === ''}
        >
          Sign in
        </Button>
      )}
      <button
        type="button"
        className="min-h-6 w-fit text-ink-2 text-label underline-offset-3 hover:text-ink hover:underline"
        onClick={() => {
          setRecovery(!isRecovery);
          setCode('');
          prove.reset();
        }}
      >
        {isRecovery
          ? 'Use your authenticator or passkey'
          : 'The device is gone: use a recovery code'}
      </button>
    </form>
  );
}

type Assertion = Extract<Proof, { kind: 'Passkey' }>['assertion'];

function PasskeyPart({
  isOnly,
  isDisabled,
  onPress,
}: {
  readonly isOnly: boolean;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
}) {
  return (
    <>
      <Button
        variant={isOnly ? 'primary' : 'secondary'}
        size="send"
        wide
        disabled={isDisabled}
        onClick={onPress}
      >
        <Icon name="key" />
        Use your passkey
      </Button>
      {!isOnly && <Or>or the code from your authenticator</Or>}
    </>
  );
}

function RecoveryField({
  code,
  onCode,
}: {
  readonly code: string;
  readonly onCode: (code: string) => void;
}) {
  return (
    <Field label="Recovery code" hint="One of the ten you kept. It works once, then it is gone.">
      <TextInput
        name="recovery-code"
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="characters"
        className="font-mono"
        value={code}
        onValueChange={onCode}
      />
    </Field>
  );
}
