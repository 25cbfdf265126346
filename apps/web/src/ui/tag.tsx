import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

const tagStyles = cva(
  'inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-control px-1.5 font-medium text-label',
  {
    variants: {
      tone: {
        neutral: 'bg-hover text-ink-2',
        accent: 'bg-accent-wash text-accent',
        warn: 'bg-warn-wash text-warn',
        danger: 'bg-danger-wash text-danger',
        solid: 'bg-danger text-on-solid',
        outline: 'border border-line text-ink-2',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

/** A tag says severity, verdict or proof. A plain attribute is plain text, never a tag. */
export function Tag({
  tone,
  className,
  ...rest
}: ComponentProps<'span'> & VariantProps<typeof tagStyles>) {
  return <span className={cn(tagStyles({ tone }), className)} {...rest} />;
}

const SEVERITY_TONE = { Medium: 'neutral', High: 'danger', Critical: 'solid' } as const;

/** Severity of an alert or a case. Low is the ordinary and stays plain text. */
export function Severity({ level }: { readonly level: 'Low' | 'Medium' | 'High' | 'Critical' }) {
  return level === 'Low' ? <span>Low</span> : <Tag tone={SEVERITY_TONE[level]}>{level}</Tag>;
}

const INCIDENT_TONE = { Minor: 'warn', Major: 'danger', Critical: 'solid' } as const;

/** Severity of an incident of the platform or of a venue. */
export function IncidentSeverity({ level }: { readonly level: keyof typeof INCIDENT_TONE }) {
  return <Tag tone={INCIDENT_TONE[level]}>{level}</Tag>;
}

/** A number beside a name: rows behind a tab, items that wait. Quiet, without a box. */
export function Count({ className, ...rest }: ComponentProps<'span'>) {
  return <span className={cn('font-normal text-ink-3 text-label', className)} {...rest} />;
}
