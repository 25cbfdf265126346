'use client';

import { LIMIT_KINDS, type LimitKind } from '@ultrathink/domain/risk';
import { z } from 'zod';
import { LIMIT_WORDS, limitText } from '@/trpc/limit-words.ts';
import { useLocale } from '@/ui/locale.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { beforeOf, type Change } from './before-of.ts';
import type { Named } from './use-named.ts';

const KINDS = Object.keys(LIMIT_KINDS) as [LimitKind, ...LimitKind[]];
const limitSchema = z.object({
  kind: z.enum(KINDS),
  value: z.string(),
  instrument: z.string().nullish(),
});
const afterSchema = z.object({
  level: z.string(),
  scope: z.string(),
  limits: z.array(limitSchema),
});
/** Places that were left empty by a shorter list stand in it as nothing. */
const beforeSchema = z.object({ limits: z.array(z.unknown()).optional() });

type Limit = z.infer<typeof limitSchema>;

interface Row {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

const nameOf = ({ kind, instrument }: Limit) =>
  instrument == null ? LIMIT_WORDS[kind] : `${LIMIT_WORDS[kind]}, ${instrument}`;

const COLUMNS = defineColumns<Row>([
  { id: 'limit', kind: 'text', header: 'Limit', value: ({ name }) => name },
  { id: 'before', kind: 'text', align: 'right', header: 'Now', value: ({ before }) => before },
  {
    id: 'after',
    kind: 'text',
    align: 'right',
    header: 'Becomes',
    value: ({ after }) => after ?? 'no limit',
  },
]);

/** Of another set of limits: each limit as it is and as it becomes, those that are left out too. */
// biome-ignore lint/style/noDefaultExport: what `lazy` takes
export default function LimitFacts({
  payload,
  diff,
  named,
}: {
  readonly payload: string;
  readonly diff: readonly Change[];
  readonly named: Named;
}) {
  const { locale } = useLocale();
  const after = afterSchema.safeParse(JSON.parse(payload));
  if (!after.success) return null;
  const { level, scope } = after.data;
  const before = beforeSchema.safeParse(beforeOf(payload, diff));
  const held = (before.data?.limits ?? []).flatMap((one) => {
    const read = limitSchema.safeParse(one);
    return read.success ? [read.data] : [];
  });
  const valueIn = (limits: readonly Limit[], name: string): string | null => {
    const found = limits.find((one) => nameOf(one) === name);
    if (found === undefined) return null;
    return limitText(found.kind, LIMIT_KINDS[found.kind].unit, found.value, { locale });
  };
  const names = [...new Set([...held, ...after.data.limits].map(nameOf))].toSorted();
  const rows = names.map((name) => ({
    name,
    before: valueIn(held, name),
    after: valueIn(after.data.limits, name),
  }));
  const whose = named.find(({ id }) => id === scope)?.name ?? scope;
  return (
    <section aria-label="Limits as they become">
      <SectionHeading
        title={level === 'firm' ? 'The whole firm' : whose}
        about={level === 'firm' ? undefined : level}
      />
      <PlainTable
        title="Limits as they become"
        columns={COLUMNS}
        rows={rows}
        idOf={({ name }) => name}
      />
    </section>
  );
}
