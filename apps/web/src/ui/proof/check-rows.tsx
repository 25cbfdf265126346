import { Glyph } from '../glyph.tsx';
import { VisuallyHidden } from '../visually-hidden.tsx';

export interface CheckLine {
  readonly id: string;
  readonly name: string;
  /** Undefined while it has not been looked at to its end. */
  readonly holds: boolean | undefined;
  readonly says: string;
  readonly took?: string;
}

const LOOK = {
  yes: { shape: 'check', tone: 'accent', word: 'Holds' },
  no: { shape: 'cross', tone: 'danger', word: 'Does not hold' },
  open: { shape: 'ring-dashed', tone: 'ink-3', word: 'Not looked at yet' },
} as const;

/** What was checked, one line each: verdict, name, what it rests on, how long it took. */
export function CheckRows({
  label,
  checks,
}: {
  readonly label: string;
  readonly checks: readonly CheckLine[];
}) {
  return (
    <ul aria-label={label} aria-live="polite" className="pb-2">
      {checks.map(({ id, name, holds, says, took }) => {
        const look = LOOK[holds === undefined ? 'open' : holds ? 'yes' : 'no'];
        return (
          <li
            key={id}
            className="grid min-h-6 grid-cols-[14px_88px_minmax(0,1fr)_auto] items-center gap-x-2"
          >
            <Glyph shape={look.shape} tone={look.tone} />
            <span>
              <VisuallyHidden>{look.word}: </VisuallyHidden>
              {name}
            </span>
            <span className={holds === false ? 'text-danger text-label' : 'text-ink-2 text-label'}>
              {says}
            </span>
            <span className="text-ink-3 text-label tabular-nums">{took}</span>
          </li>
        );
      })}
    </ul>
  );
}
