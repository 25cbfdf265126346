'use client';

import { useMutation } from '@tanstack/react-query';
import type { StepUpId } from '@ultrathink/domain/access';
import { useCallback, useEffect, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import type { ProofAsked } from '@/trpc/interruptions.ts';
import { Button } from '@/ui/button.tsx';
import { useNow } from '@/ui/clock.ts';
import { Dialog } from '@/ui/dialog.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Or } from '@/ui/or.tsx';
import { OtpInput } from '@/ui/otp-input.tsx';
import { DemoCode } from './demo-code.tsx';
import { Fault, faultWords } from './fault.tsx';
import { askPasskey, hasPasskeys } from './passkey.ts';
import { useIsDemo, useSession } from './session-context.ts';

/** A proof counts so long after it was asked for. */
const VALID_S = 5 * 60;

/** One act, exactly as it will be done, and the proof of it: a passkey or a code, spent on it alone. */
// biome-ignore lint/style/noDefaultExport: what `lazy` takes
export default function StepUpDialog({ asked }: { readonly asked: ProofAsked }) {
  const { demand, shown, answer } = asked;
  const { person, has } = useSession();
  const isDemo = useIsDemo();
  const client = useTRPCClient();
  const [code, setCode] = useState('');
  const fill = useCallback((filled: string) => setCode(filled), []);
  const prove = useMutation({
    mutationFn: async (kind: { readonly code: string } | 'Passkey') => {
      const id = demand.id as StepUpId;
      const proof =
        kind === 'Passkey'
          ? { kind, assertion: (await askPasskey(demand.passkeyOptions)) as Assertion }
          : { kind: 'Totp' as const, code: kind.code };
      await client.auth.proveStepUp.mutate({ id, proof });
    },
    onSuccess: () => answer(true),
    onError: () => setCode(''),
  });
  const takesTotp = demand.accepts.includes('Totp') && has.includes('Totp');
  const takesPasskey =
    demand.accepts.includes('Passkey') && demand.passkeyOptions !== undefined && hasPasskeys();
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && answer(false)}
      bar={
        <>
          <Icon name="key" />
          Confirm one act
        </>
      }
      barEnd={<ValidFor onOver={() => answer(false)} />}
      title={shown?.title ?? demand.sentence}
      description={
        shown === null
          ? 'The proof is spent on this one act. Anything else asks again.'
          : 'You confirm exactly this. Change a character and you confirm again.'
      }
    >
      {shown !== null && shown.facts.length > 0 && (
        <FactList names="narrow" facts={shown.facts} className="border-y py-2.5" />
      )}
      {takesPasskey && (
        <Button
          variant="primary"
          size="large"
          wide
          data-autofocus=""
          disabled={prove.isPending}
          onClick={() => prove.mutate('Passkey')}
        >
          <Icon name="key" />
          Use passkey
        </Button>
      )}
      {takesPasskey && takesTotp && <Or>or the code from your authenticator</Or>}
      {takesTotp && (
        <form
          noValidate
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (code.length === 6 && !prove.isPending) prove.mutate({ code });
          }}
        >
          <OtpInput
            label="Code"
            value={code}
            onValueChange={setCode}
            onComplete={(whole) => prove.mutate({ code: whole })}
            disabled={prove.isPending}
          />
          {isDemo && !prove.isPending && <DemoCode email={person.email} onCode={fill} />}
          <Button
            type="submit"
            variant={takesPasskey ? 'secondary' : 'primary'}
            size="large"
            wide
            busy={prove.isPending}
            busyLabel="Checking"
            disabled={code.length < 6}
          >
            Confirm
          </Button>
        </form>
      )}
      {!takesTotp && !takesPasskey && (
        <p>
          This wants a passkey, and you have none here. Add one under Security, on a device you
          hold. Nothing was done.
        </p>
      )}
      {prove.isError && <Fault>{faultWords(prove.error)}</Fault>}
    </Dialog>
  );
}

type Assertion = Extract<
  Parameters<ReturnType<typeof useTRPCClient>['auth']['proveStepUp']['mutate']>[0]['proof'],
  { kind: 'Passkey' }
>['assertion'];

function ValidFor({ onOver }: { readonly onOver: () => void }) {
  const [untilMs] = useState(() => Date.now() + VALID_S * 1_000);
  const now = useNow(1_000);
  const leftS = now === null ? VALID_S : Math.max(0, Math.ceil((untilMs - now) / 1_000));
  useEffect(() => {
    if (leftS === 0) onOver();
  }, [leftS, onOver]);
  return (
    <span className="tabular-nums" aria-hidden="true">
      valid {leftS} s
    </span>
  );
}
