import type { ReactNode } from 'react';
import { LimitBar } from './bar.tsx';
import { cn } from './cn.ts';
import { Glyph } from './glyph.tsx';
import { CHECK, checkOf } from './status-words.ts';
import { VisuallyHidden } from './visually-hidden.tsx';

export type CheckRow = {
  readonly id: string;
  /** The check with its unit: "BTC concentration". */
  readonly name: ReactNode;
  /** Share of its limit used; over 1 it was refused. */
  readonly used: number;
  /** Headroom in the unit the reader can act on, or limit and actual where refused. */
  readonly says: ReactNode;
};

/** Checks before an act, the refused first, then the near, then the rest; `folded` are named below. */
export function CheckList({
  checks,
  folded,
  label,
}: {
  readonly checks: readonly CheckRow[];
  /** "7 more, all with over 40% headroom". */
  readonly folded?: ReactNode;
  readonly label: string;
}) {
  const sorted = checks.toSorted((a, b) => rank(b) - rank(a));
  return (
    <ul aria-label={label} className="grid grid-cols-[14px_minmax(0,1fr)_72px_auto] gap-x-2">
      {sorted.map((check) => {
        const look = CHECK[checkOf(check.used)];
        return (
          <li
            key={check.id}
            className="col-span-full grid min-h-6 grid-cols-subgrid items-center max-md:min-h-7"
          >
            <Glyph shape={look.shape} tone={look.tone} />
            <span className="truncate">
              <VisuallyHidden>{look.word}: </VisuallyHidden>
              {check.name}
            </span>
            <LimitBar used={check.used} label="Share of the limit used, percent" />
            <span
              className={cn(
                'whitespace-nowrap text-right text-ink-2 tabular-nums',
                look.tone === 'warn' && 'text-warn',
                look.tone === 'danger' && 'text-danger',
              )}
            >
              {check.says}
            </span>
          </li>
        );
      })}
      {folded !== undefined && <li className="col-span-full pl-5.5 text-ink-3">{folded}</li>}
    </ul>
  );
}

function rank(check: CheckRow): number {
  return { refused: 2, near: 1, pass: 0 }[checkOf(check.used)];
}
