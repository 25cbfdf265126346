'use client';

import { useState } from 'react';
import { LimitBar } from '@/ui/bar.tsx';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import { Glyph } from '@/ui/glyph.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { CHECK, checkOf } from '@/ui/status-words.ts';
import { ScrollRegion } from '@/ui/table/scroll-region.tsx';
import { Tag } from '@/ui/tag.tsx';
import { VisuallyHidden } from '@/ui/visually-hidden.tsx';
import { CheckFigure } from '../check-figure.tsx';
import { checkReason, checkWords } from '../words.ts';
import { type CheckLine, checkLines, folded } from './checks.ts';
import type { Whole } from './model.ts';

/** What was decided, by which policy, and each check with its limit, its actual and what it used of it. */
export function OrderDecision({ whole }: { readonly whole: Whole }) {
  const [isWhole, showWhole] = useState(false);
  const { decisions, order } = whole;
  const lines = checkLines(whole);
  const { near, rest } = folded(lines);
  const isRefused = order.ordStatus === 'Rejected' && order.rejection?.by !== 'Venue';
  const shown = isWhole ? lines : near.length > 0 ? near : lines.slice(0, 3);
  const left = lines.length - shown.length;
  return (
    <section aria-label="Decision" className="pb-3">
      <SectionHeading
        title="Decision"
        about={
          lines.length > 0 && (
            <Tag tone={isRefused ? 'danger' : 'accent'}>{isRefused ? 'Refused' : 'Allowed'}</Tag>
          )
        }
      >
        <code className="font-mono text-ink-2 text-label" title={decisions[0]?.policy}>
          {decisions[0] === undefined ? '' : `policy ${decisions[0].policy.slice(-8)}`}
        </code>
      </SectionHeading>
      {lines.length === 0 ? (
        <EmptyState>Nothing was decided of it yet.</EmptyState>
      ) : (
        <ScrollRegion label="Checks">
          <table className="w-full tabular-nums">
            <caption className="sr-only">Checks</caption>
            <thead>
              <tr className="text-ink-3 text-label">
                <Head>Check</Head>
                <Head isRight>Actual</Head>
                <Head isRight>Limit</Head>
                <Head>Used</Head>
              </tr>
            </thead>
            <tbody>
              {shown.map((line) => (
                <CheckRow key={line.id} line={line} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {(left > 0 || isWhole) && (
        <p className="pt-1.5 pl-5.5 text-ink-3 text-label">
          {!isWhole && `${left} more with over 40% left: ${namesOf(rest)}. `}
          <Button variant="quiet" size="small" onClick={() => showWhole(!isWhole)}>
            {isWhole ? 'Show those near a limit' : `Show all ${lines.length}`}
          </Button>
        </p>
      )}
    </section>
  );
}

function Head({
  children,
  isRight = false,
}: {
  readonly children: string;
  readonly isRight?: boolean;
}) {
  return (
    <th
      scope="col"
      className={cn(
        'h-row-head border-line border-b pr-2.5 font-normal last:pr-0',
        isRight ? 'text-right' : 'text-left',
      )}
    >
      {children}
    </th>
  );
}

/** The first few kinds, each once. */
function namesOf(lines: readonly CheckLine[]): string {
  const names = [...new Set(lines.map(({ name }) => name.split(',')[0] ?? name))];
  const rest = names.length - 5;
  return `${names.slice(0, 5).join(', ')}${rest > 0 ? ` and ${rest} kinds more` : ''}`;
}

function CheckRow({ line: { name, check, used } }: { readonly line: CheckLine }) {
  const look = CHECK[checkOf(used)];
  const why = checkWords(check);
  const cell = 'h-row border-line-faint border-b pr-2.5 last:pr-0';
  return (
    <tr title={check.verdict === 'Pass' ? undefined : checkReason(check)}>
      <td className={cn(cell, 'min-w-0')}>
        <span className="flex items-center gap-2 py-0.5">
          <Glyph shape={look.shape} tone={look.tone} />
          <VisuallyHidden>{look.word}: </VisuallyHidden>
          <span className="min-w-0">
            {name}
            {why !== null && <span className="block text-ink-2 text-label">{why}</span>}
          </span>
        </span>
      </td>
      <td
        className={cn(
          cell,
          'text-right',
          look.tone !== 'accent' && 'font-medium',
          look.tone === 'warn' && 'text-warn',
          look.tone === 'danger' && 'text-danger',
        )}
      >
        <CheckFigure code={check.code} text={check.actual} />
      </td>
      <td className={cn(cell, 'text-right')}>
        <CheckFigure code={check.code} text={check.limit} />
      </td>
      <td className={cn(cell, 'w-14')}>
        <LimitBar used={used} label={`${name}, share of the limit used, percent`} />
      </td>
    </tr>
  );
}
