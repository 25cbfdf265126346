'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { useTRPC } from '@/trpc/client.ts';
import { toldError } from '@/trpc/told-error.ts';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import { Glyph } from '@/ui/glyph.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { ErrorState } from '@/ui/states.tsx';
import { Age, DayTime } from '@/ui/time.tsx';
import { deviceWords } from '../device-words.ts';
import { Fault, faultWords } from '../fault.tsx';

type Listed = inferRouterOutputs<AppRouter>['auth']['listSessions']['sessions'][number];

/** As people say it; the look of an end is its word. */
const STATE: Record<Listed['state'], string> = {
  Open: 'Open',
  SigningIn: 'Signing in',
  Expired: 'Rested too long',
  SignedOut: 'Signed out',
  Revoked: 'Ended by hand',
  PasswordChanged: 'Ended with the password',
  FactorsReset: 'Ended with the factors',
  Suspended: 'Ended by suspension',
  Replaced: 'Replaced by a new sign-in',
};

const FACTOR = { Totp: 'code', Passkey: 'passkey', RecoveryCode: 'recovery code' } as const;

const isOpen = ({ state }: Listed) => state === 'Open' || state === 'SigningIn';

/** How many ended sessions are shown: enough to notice one that was nobody's. */
const ENDED_SHOWN = 8;

/** Every device that is signed in, and those that were. */
export function Sessions() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data, error, refetch, isFetching } = useQuery(trpc.auth.listSessions.queryOptions());
  const again = () => queryClient.invalidateQueries(trpc.auth.listSessions.queryFilter());
  const endAll = useAct(trpc.auth.endMySessions, {
    shows: () => ({ title: 'End every session but this one', facts: [] }),
    onDone: () => again(),
  });
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
        Your sessions could not be read.
      </ErrorState>
    );
  }
  if (data === undefined) {
    return (
      <SkeletonRows
        rows={3}
        columns={{ count: 4, className: 'grid-cols-[2fr_1fr_1fr_1fr] gap-3' }}
        label="Reading your sessions"
      />
    );
  }
  const open = data.sessions.filter(isOpen);
  const ended = data.sessions.filter((each) => !isOpen(each)).slice(0, ENDED_SHOWN);
  const others = open.filter(({ isCurrent }) => !isCurrent).length;
  return (
    <div className="flex flex-col gap-3">
      <ul aria-label="Open sessions" className="lg:-mt-2">
        {open.map((session) => (
          <SessionRow key={session.id} session={session} onEnded={() => void again()} />
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="danger"
          disabled={others === 0}
          busy={endAll.isPending}
          busyLabel="Ending them"
          onClick={() => endAll.mutate({})}
        >
          {endAllWords(others)}
        </Button>
        {endAll.isSuccess && (
          <p role="status" className="text-ink-2 text-label">
            Ended. Whoever sits there sees nothing more of it.
          </p>
        )}
      </div>
      {endAll.isError && <Fault>{faultWords(endAll.error)}</Fault>}
      {ended.length > 0 && (
        <details className="group">
          <summary className="flex min-h-6 w-fit cursor-pointer list-none items-center gap-1.5 text-ink-2 text-label hover:text-ink">
            <Glyph shape="dash" tone="ink-3" size={10} />
            {ended.length} that ended, the latest first
          </summary>
          <ul aria-label="Sessions that ended" className="mt-1.5 border-t">
            {ended.map((session) => (
              <SessionRow key={session.id} session={session} onEnded={() => undefined} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function endAllWords(others: number): string {
  if (others === 0) return 'No other session is open';
  return others === 1 ? 'End the other session' : `End the other ${others} sessions`;
}

function SessionRow({
  session,
  onEnded,
}: {
  readonly session: Listed;
  readonly onEnded: () => void;
}) {
  const { id, isCurrent, userAgent, ip, factorKind, createdAt, lastUsedAt, endedAt } = session;
  const trpc = useTRPC();
  const device = deviceWords(userAgent);
  const end = useAct(trpc.auth.endSession, {
    shows: () => ({
      title: `End the session on ${device}`,
      facts: [
        { name: 'Address', value: ip },
        { name: 'Signed in', value: `${createdAt.slice(0, 16).replace('T', ' ')} UTC` },
      ],
    }),
    onDone: onEnded,
  });
  const isLive = isOpen(session);
  return (
    <li className="border-line-faint border-b py-2">
      <div className="flex items-center gap-x-4">
        <Glyph
          shape={isLive ? (session.state === 'Open' ? 'dot' : 'ring-dashed') : 'ring-struck'}
          tone={isLive ? 'accent' : 'ink-3'}
          size={10}
        />
        <p className={cn('min-w-0 flex-1', !isLive && 'text-ink-2')}>
          <span className="font-medium" title={userAgent}>
            {device}
          </span>
          {isCurrent && <span className="text-ink-2">, this one</span>}
          <span className="block truncate text-ink-2 text-label">
            {ip}
            {factorKind !== null && `, by ${FACTOR[factorKind]}`}
            {!isLive && `. ${STATE[session.state]}`}
          </span>
        </p>
        <p className="w-32 text-right text-label max-md:hidden">
          <span className="block text-ink-3">signed in</span>
          <DayTime at={createdAt} />
        </p>
        <p className="w-28 text-right text-label">
          <span className="block text-ink-3">{isLive ? 'last used' : 'ended'}</span>
          <Age since={isLive ? lastUsedAt : (endedAt ?? lastUsedAt)} /> ago
        </p>
        {isLive && (
          <span className="flex w-14 justify-end">
            {isCurrent ? (
              <span className="text-ink-3 text-label">here</span>
            ) : (
              <Button
                variant="danger-quiet"
                size="small"
                aria-label={`End the session on ${device}`}
                busy={end.isPending}
                busyLabel="Ending"
                onClick={() => end.mutate({ sessionId: id })}
              >
                End
              </Button>
            )}
          </span>
        )}
      </div>
      {end.isError && (
        <div className="pt-1">
          <Fault>{faultWords(end.error)}</Fault>
        </div>
      )}
    </li>
  );
}
