'use client';

import { formatInteger, formatLatency } from '@ultrathink/domain/kernel';
import { ProgressBar } from '@/ui/bar.tsx';
import { Button } from '@/ui/button.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { ProofState } from '@/ui/status.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { PaneHeading } from './pane-heading.tsx';
import { type Breakage, progressOf, type Verification } from './verification.ts';

/** Verifying the log: how far it is, what it found, and the way to stop or begin. */
export function VerificationView({
  state,
  total,
  onStart,
  onCancel,
}: {
  readonly state: Verification;
  /** Events there are to verify; null while that is not known. */
  readonly total: number | null;
  readonly onStart: () => void;
  readonly onCancel: () => void;
}) {
  const running = state.kind === 'running';
  return (
    <section aria-label="Verification">
      <PaneHeading title="Verification">
        <Verdict state={state} />
      </PaneHeading>
      <div aria-live="polite">
        <Words state={state} total={total} />
      </div>
      {(running || state.kind === 'canceled') && (
        <ProgressBar
          ratio={progressOf(state)}
          label="Verifying the log"
          tone={running ? 'accent' : 'ink'}
          className="my-2"
        />
      )}
      <div className="pt-2 pb-1">
        {running ? (
          <Button onClick={onCancel}>Stop here</Button>
        ) : (
          <Button onClick={onStart} disabled={total === 0}>
            {state.kind === 'idle' ? 'Verify now' : 'Verify again'}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The word at the right of a heading: intact, broken, or where it stands. */
export function Verdict({ state }: { readonly state: Verification }) {
  switch (state.kind) {
    case 'intact':
      return <ProofState state="verified" />;
    case 'broken':
      return <ProofState state="broken" />;
    case 'running':
      return <span className="text-ink-3 text-label">running</span>;
    case 'canceled':
      return <span className="text-ink-3 text-label">stopped</span>;
    case 'failed':
      return <span className="text-danger text-label">not finished</span>;
    case 'idle':
      return <span className="text-ink-3 text-label">not in this tab yet</span>;
  }
}

function Words({ state, total }: { readonly state: Verification; readonly total: number | null }) {
  const { locale } = useLocale();
  const count = (value: number) => formatInteger(value, locale);
  switch (state.kind) {
    case 'idle':
      return (
        <p className="text-ink-2">
          Recomputes every hash of {total === null ? 'the log' : `${count(total)} events`}, from the
          first one on, and compares the tree with its signed checkpoints.
        </p>
      );
    case 'running':
      return (
        <p>
          {count(state.checked)} of {count(state.total)} events verified
        </p>
      );
    case 'intact':
      return (
        <p>
          Intact. {count(state.checked)} events, no gap, every hash recomputed in{' '}
          {formatLatency(state.tookMs, locale)}, at <DayTime at={state.at} precision="second" />{' '}
          <Zone at={state.at} />.
        </p>
      );
    case 'broken':
      return <BreakageWords breakage={state.breakage} checked={state.checked} />;
    case 'canceled':
      return (
        <p>
          Stopped. {count(state.checked)} of {count(state.total)} events were verified and are
          intact; the rest was not looked at.
        </p>
      );
    case 'failed':
      return (
        <p>
          {state.sentence} {count(state.checked)} of {count(state.total)} events were verified
          before. Quote <span className="select-all font-mono">{state.quote}</span>.
        </p>
      );
  }
}

/** Says first what is wrong and where, then what is safe. */
function BreakageWords({
  breakage,
  checked,
}: {
  readonly breakage: Breakage;
  readonly checked: number;
}) {
  const { locale } = useLocale();
  return (
    <div role="alert" className="border-danger border-l-2 pl-3">
      <p className="font-medium">{breakage.sentence}</p>
      <p className="text-ink-2">
        {formatInteger(checked, locale)} events were verified before it. Keep the database as it is
        and compare it with the checkpoints outside it.
      </p>
    </div>
  );
}
