import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Glyph, type GlyphShape, type Tone } from './glyph.tsx';

export type StepState = 'done' | 'current' | 'partial' | 'asked-again' | 'open';

export type Step = {
  readonly id: string;
  readonly title: string;
  /** In words, always: "Confirmed", "2 of 5 people", "Not started". */
  readonly says: ReactNode;
  readonly state: StepState;
  readonly href?: string;
};

const LOOK: Readonly<Record<StepState, { shape: GlyphShape; tone: Tone }>> = {
  done: { shape: 'disc', tone: 'accent' },
  current: { shape: 'square', tone: 'accent' },
  partial: { shape: 'half', tone: 'accent' },
  'asked-again': { shape: 'diamond-mark', tone: 'warn' },
  open: { shape: 'ring', tone: 'ink-2' },
};

/** A way with several stops that can be left and taken up again. */
export function Stepper({
  label,
  steps,
  link,
}: {
  readonly label: string;
  readonly steps: readonly Step[];
  /** How a step that can be gone to becomes a link, e.g. with the router's own. */
  readonly link?: (step: Step, children: ReactNode) => ReactNode;
}) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {steps.map((step) => (
        <li
          key={step.id}
          aria-current={step.state === 'current' ? 'step' : undefined}
          className={cn(
            'relative grid grid-cols-[14px_1fr] items-center gap-x-2.5 py-1.75',
            step.state === 'current' &&
              'before:absolute before:inset-y-1.5 before:-left-5 before:w-0.5 before:bg-accent',
          )}
        >
          <Glyph {...LOOK[step.state]} />
          <span className={cn(step.state === 'current' && 'font-medium')}>
            {step.href !== undefined && link ? link(step, step.title) : step.title}
          </span>
          <span
            className={cn(
              'col-start-2 text-label',
              step.state === 'asked-again' ? 'text-warn' : 'text-ink-3',
            )}
          >
            {step.says}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The same way in a line of bars, where a phone has no room for words. */
export function StepBar({
  steps,
  label,
}: {
  readonly steps: readonly Step[];
  readonly label: string;
}) {
  return (
    <div role="img" aria-label={label} className="flex gap-0.75">
      {steps.map((step) => (
        <span
          key={step.id}
          className={cn(
            'h-0.75 flex-1',
            step.state === 'current' ? 'bg-accent' : step.state === 'open' ? 'bg-line' : 'bg-ink-2',
          )}
        />
      ))}
    </div>
  );
}

/** The phases of a running act: deployment, report run, back-up. Past, present and to come. */
export function PhaseLine({
  phases,
  at,
  failed = false,
}: {
  readonly phases: readonly string[];
  /** Index of the phase under way; the length of the list when all are done. */
  readonly at: number;
  readonly failed?: boolean;
}) {
  return (
    <ol className="grid auto-cols-fr grid-flow-col gap-1 text-ink-3 text-micro">
      {phases.map((phase, index) => (
        <li
          key={phase}
          aria-current={index === at ? 'step' : undefined}
          className={cn(
            'truncate border-line border-t-3 pt-1',
            index < at && 'border-accent text-ink-2',
            index === at && 'border-ink font-medium text-ink',
            index === at && failed && 'border-danger text-danger',
          )}
        >
          {phase}
          {index === at && failed && <span>, stopped</span>}
        </li>
      ))}
    </ol>
  );
}
