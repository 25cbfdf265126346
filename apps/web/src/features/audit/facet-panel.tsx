'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { Checkbox } from '@/ui/checkbox.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import type { FacetId, Facets, FacetValue } from './model.ts';

export interface FacetGroup {
  readonly id: FacetId;
  readonly title: string;
  /** A value as a reader knows it. */
  readonly words: (value: string, name: string | null) => string;
}

/** So many values stand open; the rest is one press away. */
const SHOWN = 6;

/**
 * What the events of this search have in common, with how many of each. Values of one group are an
 * "or", groups are an "and"; each group counts as if nothing of it were chosen.
 */
export function FacetPanel({
  groups,
  facets,
  chosen,
  onChosenChange,
}: {
  readonly groups: readonly FacetGroup[];
  /** Null while the first counts are on their way. */
  readonly facets: Facets | null;
  readonly chosen: Readonly<Record<FacetId, readonly string[]>>;
  readonly onChosenChange: (id: FacetId, values: readonly string[]) => void;
}) {
  return (
    <>
      {groups.map((group) => (
        <Group
          key={group.id}
          group={group}
          values={facets === null ? null : withChosen(facets[group.id], chosen[group.id])}
          chosen={chosen[group.id]}
          onChosenChange={(values) => onChosenChange(group.id, values)}
        />
      ))}
    </>
  );
}

/** What is chosen stays in sight, also when no event carries it any more. */
function withChosen(
  values: readonly FacetValue[],
  chosen: readonly string[],
): readonly FacetValue[] {
  const missing = chosen.filter((value) => values.every((known) => known.value !== value));
  return [...values, ...missing.map((value) => ({ value, name: null, count: 0 }))];
}

function Group({
  group,
  values,
  chosen,
  onChosenChange,
}: {
  readonly group: FacetGroup;
  readonly values: readonly FacetValue[] | null;
  readonly chosen: readonly string[];
  readonly onChosenChange: (values: readonly string[]) => void;
}) {
  const { locale } = useLocale();
  const [open, setOpen] = useState(false);
  if (values !== null && values.length === 0) return null;
  const shown = values?.filter(({ value }, at) => open || at < SHOWN || chosen.includes(value));
  const more = (values?.length ?? 0) - (shown?.length ?? 0);
  const toggle = (value: string, on: boolean) =>
    onChosenChange(on ? [...chosen, value] : chosen.filter((other) => other !== value));
  return (
    <fieldset className="min-w-0 pt-3.5">
      <legend className="float-left w-full pb-1 font-medium">{group.title}</legend>
      <ul className="clear-both">
        {values === null && <Bars />}
        {shown?.map(({ value, name, count }) => (
          <li key={value} className="flex items-start justify-between gap-3">
            <Checkbox
              checked={chosen.includes(value)}
              onCheckedChange={(on) => toggle(value, on)}
              className="min-w-0 flex-1 [&>span:last-child]:min-w-0 [&>span:last-child]:truncate"
            >
              <span title={value}>{group.words(value, name)}</span>
            </Checkbox>
            <span className="text-ink-3 tabular-nums">{formatInteger(count, locale)}</span>
          </li>
        ))}
      </ul>
      {(more > 0 || open) && values !== null && values.length > SHOWN && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="min-h-6 text-ink-2 text-label underline-offset-3 hover:text-ink hover:underline"
        >
          {open ? 'Show fewer' : `${more} more`}
        </button>
      )}
    </fieldset>
  );
}

function Bars() {
  return ['w-3/4', 'w-1/2', 'w-2/3'].map((width) => (
    <li key={width} className="flex h-6 items-center">
      <Skeleton className={width} />
    </li>
  ));
}
