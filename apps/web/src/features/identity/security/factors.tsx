'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { toldError } from '@/trpc/told-error.ts';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import { Dialog } from '@/ui/dialog.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { ErrorState } from '@/ui/states.tsx';
import { Age, Day } from '@/ui/time.tsx';
import { NotApplicable } from '@/ui/value.tsx';
import { PasskeyEnrolment } from '../enrol/passkey-enrolment.tsx';
import { RecoveryCodes } from '../enrol/recovery-codes.tsx';
import { type Enrolled, TotpEnrolment } from '../enrol/totp-enrolment.tsx';
import { Fault, faultWords } from '../fault.tsx';
import { useSession } from '../session-context.ts';
import type { FactorKind } from '../session-view.ts';

type Factor = inferRouterOutputs<AppRouter>['auth']['listFactors']['factors'][number];

const KIND: Record<FactorKind, string> = { Totp: 'Authenticator app', Passkey: 'Passkey' };

/** Fewer are few. */
const FEW = 3;

/** Second factors and the codes for the day they are gone. */
export function Factors() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { person } = useSession();
  const { data, error, refetch, isFetching } = useQuery(trpc.auth.listFactors.queryOptions());
  const [adding, setAdding] = useState<FactorKind | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const again = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.auth.listFactors.queryFilter()),
      queryClient.invalidateQueries(trpc.auth.session.queryFilter()),
    ]);
  const enrolled = (given: Enrolled) => {
    setAdding(null);
    setCodes(given);
    void again();
  };
  if (error !== null) {
    const { sentence, quote } = toldError(error);
    return (
      <ErrorState
        safe={sentence}
        quote={quote}
        onRetry={() => void refetch()}
        busy={isFetching}
        className="py-0"
      >
        Your factors could not be read.
      </ErrorState>
    );
  }
  if (data === undefined) {
    return (
      <SkeletonRows
        rows={2}
        columns={{ count: 3, className: 'grid-cols-[2fr_1fr_1fr] gap-3' }}
        label="Reading your factors"
      />
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label="Second factors" className="lg:-mt-2">
        {data.factors.map((factor) => (
          <FactorRow
            key={factor.id}
            factor={factor}
            isOnly={data.factors.length === 1}
            onRemoved={() => void again()}
          />
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setAdding('Passkey')}>Add a passkey</Button>
        <Button onClick={() => setAdding('Totp')}>Add an authenticator app</Button>
      </div>
      <RecoveryLine
        left={data.recoveryCodesLeft}
        onCodes={(given) => {
          setCodes(given);
          void again();
        }}
      />
      <Dialog
        open={adding !== null}
        onOpenChange={(isOpen) => !isOpen && setAdding(null)}
        bar="Second factor"
        title={adding === 'Passkey' ? 'Add a passkey' : 'Add an authenticator app'}
      >
        {adding === 'Passkey' && <PasskeyEnrolment onEnrolled={enrolled} />}
        {adding === 'Totp' && <TotpEnrolment name="Authenticator" onEnrolled={enrolled} />}
      </Dialog>
      <Dialog
        open={codes !== null}
        onOpenChange={(isOpen) => !isOpen && setCodes(null)}
        bar="Recovery codes"
        title="Keep these now"
        description="They are shown this once. Those of before no longer work."
      >
        {codes !== null && (
          <RecoveryCodes
            codes={codes}
            email={person.email}
            act="Done"
            onKept={() => setCodes(null)}
          />
        )}
      </Dialog>
    </div>
  );
}

function RecoveryLine({
  left,
  onCodes,
}: {
  readonly left: number;
  readonly onCodes: (codes: Enrolled) => void;
}) {
  const trpc = useTRPC();
  const renew = useAct(trpc.auth.newRecoveryCodes, {
    shows: () => ({
      title: 'Make ten new recovery codes',
      facts: [{ name: 'Of before', value: 'stop working at once' }],
    }),
    onDone: ({ recoveryCodes }) => {
      onCodes(recoveryCodes);
    },
  });
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line-faint border-t pt-3">
        <p>
          <span className={cn('font-medium tabular-nums', left < FEW && 'text-warn')}>
            {left} of 10
          </span>{' '}
          recovery codes left{' '}
          <span className="text-ink-2 text-label">
            for the day your device is gone; each works once
          </span>
        </p>
        <Button onClick={() => renew.mutate({})} busy={renew.isPending} busyLabel="Making codes">
          Make new codes
        </Button>
      </div>
      {renew.isError && <Fault>{faultWords(renew.error)}</Fault>}
    </>
  );
}

function FactorRow({
  factor: { id, kind, name, createdAt, lastUsedAt, isBackedUp },
  isOnly,
  onRemoved,
}: {
  readonly factor: Factor;
  readonly isOnly: boolean;
  readonly onRemoved: () => void;
}) {
  const trpc = useTRPC();
  const remove = useAct(trpc.auth.removeFactor, {
    shows: () => ({
      title: `Remove ${name}`,
      facts: [
        { name: 'Kind', value: KIND[kind] },
        { name: 'After that', value: 'it signs nobody in' },
      ],
    }),
    onDone: onRemoved,
  });
  return (
    <li className="border-line-faint border-b py-2">
      <div className="flex items-center gap-x-4">
        <p className="min-w-0 flex-1 truncate">
          <span className="font-medium">{name}</span>
          <span className="block text-ink-2 text-label">
            {KIND[kind]}
            {isBackedUp && ', kept by its maker too'}
          </span>
        </p>
        <p className="w-32 text-right text-label max-md:hidden">
          <span className="block text-ink-3">added</span>
          <Day at={createdAt} />
        </p>
        <p className="w-28 text-right text-label">
          <span className="block text-ink-3">last used</span>
          {lastUsedAt === null ? (
            <NotApplicable />
          ) : (
            <>
              <Age since={lastUsedAt} /> ago
            </>
          )}
        </p>
        <Button
          variant="danger-quiet"
          size="small"
          aria-label={`Remove ${name}`}
          disabled={isOnly}
          title={isOnly ? 'Your only factor: add another one before' : undefined}
          busy={remove.isPending}
          busyLabel="Removing"
          onClick={() => remove.mutate({ factorId: id })}
        >
          Remove
        </Button>
      </div>
      {remove.isError && (
        <div className="pt-1">
          <Fault>{faultWords(remove.error)}</Fault>
        </div>
      )}
    </li>
  );
}
