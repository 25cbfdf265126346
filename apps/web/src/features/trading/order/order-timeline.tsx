'use client';

import { formatOffset } from '@ultrathink/domain/kernel';
import { useLocale } from '@/ui/locale.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { Day, Zone } from '@/ui/time.tsx';
import { Timeline } from '@/ui/timeline.tsx';
import type { Trail, Whole } from './model.ts';
import { stepsOf } from './steps.ts';

/** The life of the order, each stage with how long after the first it was. */
export function OrderTimeline({
  whole,
  trail,
}: {
  readonly whole: Whole;
  readonly trail: Trail | undefined;
}) {
  const { locale } = useLocale();
  const { placedAt } = whole.order;
  const steps = trail === undefined ? [] : stepsOf(whole, trail);
  const first = steps[0]?.atMs ?? 0;
  return (
    <>
      <SectionHeading title="Timeline">
        <span className="text-ink-3 text-label">
          <Zone at={placedAt} />, <Day at={placedAt} />
        </span>
      </SectionHeading>
      {trail === undefined ? (
        <SkeletonRows
          rows={8}
          columns={{ count: 2, className: 'grid-cols-[1fr_60px] gap-3' }}
          label="Reading the timeline"
        />
      ) : (
        <Timeline
          label="Timeline"
          events={steps.map(({ id, shape, tone, title, atMs, evidence }) => ({
            id,
            shape,
            tone,
            title,
            offset: formatOffset(Math.max(0, atMs - first), locale),
            evidence,
          }))}
        />
      )}
    </>
  );
}
