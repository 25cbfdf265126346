'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPCClient } from '@/trpc/client.ts';
import { Button } from '@/ui/button.tsx';
import { CopyButton } from '@/ui/copy-button.tsx';
import { OtpInput } from '@/ui/otp-input.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { Fault, faultWords } from '../fault.tsx';
import { QrCode } from '../qr-code.tsx';

/** The codes that come with a person's first factor; null for a further one. */
export type Enrolled = readonly string[] | null;

/** An authenticator app: its secret as a picture and in letters, then a code that shows it has it. */
export function TotpEnrolment({
  name,
  onEnrolled,
}: {
  readonly name: string;
  readonly onEnrolled: (codes: Enrolled) => void;
}) {
  const client = useTRPCClient();
  // Read once: asking again makes another secret and forgets this one.
  const started = useQuery({
    queryKey: ['enrol-totp', name],
    queryFn: () => client.auth.startTotp.mutate({ name }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: (given: string) => {
      if (started.data === undefined) throw new Error('There is no secret to confirm yet.');
      const { factorId } = started.data;
      return client.auth.confirmTotp.mutate({ factorId, code: given });
    },
    onSuccess: ({ recoveryCodes }) => onEnrolled(recoveryCodes),
    onError: () => setCode(''),
  });
  if (started.isError) {
    return (
      <div className="flex flex-col gap-3">
        <Fault>{faultWords(started.error)}</Fault>
        <Button className="w-fit" onClick={() => void started.refetch()}>
          Begin again
        </Button>
      </div>
    );
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6 && !confirm.isPending) confirm.mutate(code);
      }}
    >
      <div className="flex gap-4 max-md:flex-col">
        {started.data === undefined ? (
          <div role="status" aria-label="Making a secret" className="size-44 border p-4">
            <Skeleton className="size-full" />
          </div>
        ) : (
          <QrCode
            text={started.data.uri}
            label="The secret as a QR code, for an authenticator app"
          />
        )}
        <div className="flex min-w-0 flex-1 flex-col justify-between gap-3">
          <p className="text-ink-2">
            Scan it with an authenticator app. Without a camera, type the secret into the app
            instead.
          </p>
          <div>
            <p className="flex items-center gap-2 text-ink-3 text-label">
              Secret, shown this once
              {started.data !== undefined && (
                <CopyButton text={started.data.secret} label="Copy the secret" />
              )}
            </p>
            <p className="select-all break-words pt-0.5 font-mono text-label/5">
              {started.data?.secret.replace(/(.{4})(?=.)/g, '$1 ') ?? ' '}
            </p>
          </div>
        </div>
      </div>
      <OtpInput
        label="Code that the app shows now"
        value={code}
        onValueChange={setCode}
        onComplete={(whole) => confirm.mutate(whole)}
        disabled={started.data === undefined || confirm.isPending}
      />
      {confirm.isError && <Fault>{faultWords(confirm.error)}</Fault>}
      <Button
        type="submit"
        variant="primary"
        size="send"
        wide
        busy={confirm.isPending}
        busyLabel="Checking"
        disabled={code.length < 6}
      >
        Keep this authenticator
      </Button>
    </form>
  );
}
