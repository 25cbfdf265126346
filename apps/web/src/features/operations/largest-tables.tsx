'use client';

import { formatBytes, formatInteger } from '@ultrathink/domain/kernel';
import type { DatabaseMeasure, TableMeasure } from '@ultrathink/domain/operations';
import { useLocale } from '@/ui/locale.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { Time } from '@/ui/time.tsx';
import { ShareBar } from './share-bar.tsx';

const SHOWN = 10;

/** The tables that take the room, largest first. */
export function LargestTables({ measure }: { readonly measure: DatabaseMeasure | null }) {
  const { locale } = useLocale();
  const tables = measure?.tables.slice(0, SHOWN) ?? [];
  const largest = tables[0]?.totalBytes ?? 1;
  const columns = defineColumns<TableMeasure>([
    {
      id: 'table',
      kind: 'text',
      header: 'Table',
      value: ({ schema, name }) => `${schema}.${name}`,
    },
    {
      id: 'rows',
      kind: 'quantity',
      header: 'Rows',
      value: ({ rowsEstimated }) => (rowsEstimated === null ? null : String(rowsEstimated)),
      cell: ({ rowsEstimated }) =>
        rowsEstimated === null ? 'not counted yet' : formatInteger(rowsEstimated, locale),
    },
    {
      id: 'size',
      kind: 'quantity',
      header: 'Size',
      value: ({ totalBytes }) => String(totalBytes),
      cell: ({ totalBytes }) => (
        <span className="flex items-center justify-end gap-4">
          <ShareBar ratio={totalBytes / largest} />
          <span className="w-16">{formatBytes(totalBytes, locale)}</span>
        </span>
      ),
    },
  ]);
  return (
    <section aria-label="Largest tables">
      <SectionHeading
        title="Largest tables"
        about={
          measure && (
            <>
              rows as last estimated, measured <Time at={measure.at} precision="minute" /> UTC
            </>
          )
        }
      />
      {tables.length === 0 ? (
        <EmptyState next="Jobs measure the database each minute.">No measure yet.</EmptyState>
      ) : (
        <PlainTable
          title="Largest tables"
          columns={columns}
          rows={tables}
          idOf={({ schema, name }) => `${schema}.${name}`}
        />
      )}
    </section>
  );
}
