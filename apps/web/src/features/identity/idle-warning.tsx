'use client';

import { useEffect, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { useNow } from '@/ui/clock.ts';

/** So long before a session rests too long, its person is told. */
export const WARN_MS = 60_000;

/** After the end by our clock the platform is asked: its clock is the one that counts. */
const GRACE_MS = 1_500;

/** At the end of a session's rest: a line that says so, in time to stay. */
export function IdleWarning({
  idleUntil,
  onLook,
  onStay,
}: {
  readonly idleUntil: string;
  /** Looks again: another tab may have been used meanwhile. */
  readonly onLook: () => Promise<unknown>;
  readonly onStay: () => Promise<void>;
}) {
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    setNear(false);
    const leftMs = Date.parse(idleUntil) - Date.now();
    const warn = setTimeout(
      () => void onLook().then(() => setNear(true)),
      Math.max(0, leftMs - WARN_MS),
    );
    const end = setTimeout(() => void onLook(), Math.max(0, leftMs) + GRACE_MS);
    return () => {
      clearTimeout(warn);
      clearTimeout(end);
    };
  }, [idleUntil, onLook]);
  return isNear ? <Warning idleUntil={idleUntil} onStay={onStay} /> : null;
}

function Warning({
  idleUntil,
  onStay,
}: {
  readonly idleUntil: string;
  readonly onStay: () => Promise<void>;
}) {
  const now = useNow(1_000);
  const [isBusy, setBusy] = useState(false);
  const leftS = now === null ? null : Math.ceil((Date.parse(idleUntil) - now) / 1_000);
  if (leftS === null || leftS > WARN_MS / 1_000) return null;
  const stay = () => {
    setBusy(true);
    void onStay().finally(() => setBusy(false));
  };
  return (
    <div
      role="alertdialog"
      aria-label="This session is about to rest"
      className="float-surface fixed inset-x-0 bottom-[calc(var(--shell-bottom)+1rem)] z-dialog mx-auto flex w-fit max-w-[calc(100vw-2rem)] flex-wrap items-center gap-x-4 gap-y-2 border-l-2 border-l-warn px-4 py-2.5"
    >
      <p>
        <span className="font-medium">
          This page locks in <span className="tabular-nums">{Math.max(0, leftS)}</span> s.
        </span>{' '}
        <span className="text-ink-2">Nothing on it is lost.</span>
      </p>
      <Button size="small" onClick={stay} busy={isBusy} busyLabel="Staying">
        Stay signed in
      </Button>
    </div>
  );
}
