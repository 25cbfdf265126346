/** Events to read elsewhere: the rows of a search as CSV or JSON, page by page. */
import { safeCell } from '@ultrathink/domain/kernel';
import { toCsv } from '@/ui/table/export.ts';
import type { AuditEventRow } from './model.ts';
import type { ExportedPart, Page } from './port.ts';

const HEAD = [
  'chain',
  'sequence',
  'at',
  'actor_kind',
  'actor_id',
  'actor',
  'action',
  'subject_kind',
  'subject_id',
  'subject',
  'client_id',
  'correlation_id',
  'id',
  'hash',
] as const;

function cells(row: AuditEventRow): readonly string[] {
  const { actor, subject, client } = row;
  return [
    row.chain,
    String(row.sequence),
    row.at,
    actor.kind,
    actor.id,
    actor.name ?? '',
    row.action,
    subject.kind,
    subject.id,
    subject.name ?? '',
    client?.id ?? '',
    row.correlationId,
    row.id,
    row.hash,
  ];
}

/** One page as a part of a file; the first brings the head, the last the end. */
export function exportedRows(
  form: 'csv' | 'json',
  { rows, next }: Page<AuditEventRow>,
  isFirst: boolean,
): ExportedPart {
  return {
    text: form === 'csv' ? csv(rows, isFirst) : json(rows, isFirst, next === null),
    events: rows.length,
    next,
  };
}

/** Spreadsheets take UTF-8 for what it is only with the mark in front. */
function csv(rows: readonly AuditEventRow[], isFirst: boolean): string {
  const table = rows.map((row) => cells(row).map(safeCell));
  return isFirst ? `\ufeff${toCsv([HEAD, ...table])}` : toCsv(table);
}

function json(rows: readonly AuditEventRow[], isFirst: boolean, isLast: boolean): string {
  const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
  const gap = isFirst || lines === '' ? '' : ',\n';
  return `${isFirst ? '[\n' : gap}${lines}${isLast ? '\n]\n' : ''}`;
}
