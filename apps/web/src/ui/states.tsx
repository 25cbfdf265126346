import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { Status } from './status.tsx';
import { FRESHNESS } from './status-words.ts';

/** Left aligned where the first row would be: what is so, then what one can do. No drawing. */
function Say({
  children,
  next,
  act,
  role,
  className,
}: {
  readonly children: ReactNode;
  readonly next?: ReactNode;
  readonly act?: ReactNode;
  readonly role?: 'alert' | 'status';
  readonly className?: string | undefined;
}) {
  return (
    <div role={role} className={cn('py-3', className)}>
      <p>{children}</p>
      {next !== undefined && <p className="text-ink-2">{next}</p>}
      {act !== undefined && <div className="pt-3">{act}</div>}
    </div>
  );
}

type SayProps = { readonly className?: string };

/** Nothing there, and what brings something: "No working orders." "Place one with b". */
export function EmptyState({
  children,
  next,
  act,
  className,
}: SayProps & {
  readonly children: ReactNode;
  readonly next?: ReactNode;
  readonly act?: ReactNode;
}) {
  return (
    <Say next={next} act={act} className={className}>
      {children}
    </Say>
  );
}

/** What happened, what is safe, the id to quote, and another try. */
export function ErrorState({
  children,
  safe,
  quote,
  onRetry,
  busy = false,
  className,
}: SayProps & {
  /** "This page could not load its orders." */
  readonly children: ReactNode;
  /** "Trading is not affected." */
  readonly safe: ReactNode;
  /** The id support finds it by. */
  readonly quote: string;
  readonly onRetry?: () => void;
  readonly busy?: boolean;
}) {
  return (
    <Say
      role="alert"
      className={className}
      next={
        <>
          {safe} Quote <span className="select-all font-mono">{quote}</span>.
        </>
      }
      act={
        onRetry && (
          <Button onClick={onRetry} busy={busy} busyLabel="Trying again">
            Try again
          </Button>
        )
      }
    >
      {children}
    </Say>
  );
}

/** For colleagues whose role does not reach here. Outsiders get the page that says not found. */
export function ForbiddenState({
  children,
  ask,
  className,
}: SayProps & {
  /** "Your role can't see orders of Osprey Bank." */
  readonly children: ReactNode;
  /** Who can: "H. Sato or any desk head". */
  readonly ask: ReactNode;
}) {
  return (
    <Say className={className} next={<>Ask {ask}.</>}>
      {children}
    </Say>
  );
}

/** The connection is gone: since when, how old what stands here is, and what is closed meanwhile. */
export function OfflineState({
  since,
  children,
  className,
}: SayProps & {
  readonly since: ReactNode;
  /** "Sending is closed; venues keep your orders working." */
  readonly children: ReactNode;
}) {
  return (
    <div
      role="status"
      className={cn('flex flex-wrap items-center gap-x-3 gap-y-1 py-2', className)}
    >
      <Status look={FRESHNESS.offline} className="font-medium">
        since {since}
      </Status>
      <span className="text-ink-2 text-label">{children}</span>
    </div>
  );
}
