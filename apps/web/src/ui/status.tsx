import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Glyph, TONE_CLASS } from './glyph.tsx';
import {
  CHECK,
  type CheckName,
  FRESHNESS,
  type FreshnessName,
  ORD_STATUS,
  type OrdStatusName,
  PROOF,
  type ProofName,
  type StatusLook,
  TRADING_STATE,
  type TradingStateName,
  VENUE_STATE,
  type VenueStateName,
} from './status-words.ts';

type StatusProps = { readonly className?: string | undefined };

/** Glyph, word, and whatever qualifies it. The word takes the tone only where it warns. */
export function Status({
  look,
  word,
  children,
  className,
}: StatusProps & {
  readonly look: StatusLook;
  readonly word?: ReactNode;
  readonly children?: ReactNode;
}) {
  const loud = look.tone === 'warn' || look.tone === 'danger';
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 whitespace-nowrap',
        loud && TONE_CLASS[look.tone],
        className,
      )}
    >
      <Glyph shape={look.shape} tone={look.tone} />
      <span>
        {word ?? look.word}
        {children !== undefined && <> {children}</>}
      </span>
    </span>
  );
}

export type RejectedBy = 'Risk' | 'Compliance' | 'Venue' | 'Engine';

/** The state of an order as the venue last proved it. A refusal says who refused. */
export function OrdStatus({
  status,
  rejectedBy,
  className,
}: StatusProps & {
  readonly status: OrdStatusName;
  readonly rejectedBy?: RejectedBy | undefined;
}) {
  return (
    <Status look={ORD_STATUS[status]} className={className}>
      {status === 'Rejected' && rejectedBy !== undefined ? `by ${rejectedBy}` : undefined}
    </Status>
  );
}

/**
 * An order whose last request has no proven outcome. Not an error: a diamond, the word and its
 * running clock, e.g. `<Unconfirmed clock="6.2 s" />`.
 */
export function Unconfirmed({ clock, className }: StatusProps & { readonly clock: ReactNode }) {
  return (
    <Status
      look={{ shape: 'diamond-mark', tone: 'warn', word: 'Unconfirmed' }}
      className={className}
    >
      <span className="tabular-nums">{clock}</span>
    </Status>
  );
}

export function TradingState({
  state,
  scope,
  className,
}: StatusProps & {
  readonly state: TradingStateName;
  /** Whose state it is, e.g. "Firm"; said before the word, in secondary ink. */
  readonly scope?: string | undefined;
}) {
  const look = TRADING_STATE[state];
  return (
    <Status
      look={look}
      className={className}
      word={
        <>
          {scope !== undefined && <span className="text-ink-2">{scope} </span>}
          <span className="font-medium">{look.word}</span>
        </>
      }
    />
  );
}

export function VenueState({ state, className }: StatusProps & { readonly state: VenueStateName }) {
  return <Status look={VENUE_STATE[state]} className={className} />;
}

/** How old what is shown is: `<Freshness state="stale" age="12 s" />` reads "Stale 12 s". */
export function Freshness({
  state,
  age,
  className,
}: StatusProps & { readonly state: FreshnessName; readonly age?: ReactNode }) {
  return (
    <Status look={FRESHNESS[state]} className={cn('text-label', className)}>
      {age === undefined ? undefined : <span className="font-medium tabular-nums">{age}</span>}
    </Status>
  );
}

/** Verdict of one check; the row beside it carries limit and actual. */
export function CheckState({
  state,
  word,
  className,
}: StatusProps & { readonly state: CheckName; readonly word?: ReactNode }) {
  return <Status look={CHECK[state]} word={word} className={className} />;
}

/** Where a fact stands on its way into a sealed checkpoint, e.g. "in 40 s, next checkpoint". */
export function ProofState({
  state,
  children,
  className,
}: StatusProps & { readonly state: ProofName; readonly children?: ReactNode }) {
  const look = PROOF[state];
  if (state !== 'verified' && state !== 'broken') {
    return (
      <Status look={look} className={className}>
        {children}
      </Status>
    );
  }
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-1.5 rounded-control px-1.5 text-label font-medium',
        state === 'verified' ? 'bg-accent-wash text-accent' : 'bg-danger text-on-solid',
        className,
      )}
    >
      <Glyph shape={look.shape} size={10} />
      <span>
        {look.word} {children}
      </span>
    </span>
  );
}
