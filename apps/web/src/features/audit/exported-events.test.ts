import { expect, it } from 'vitest';
import { exportedRows } from './exported-events.ts';
import type { AuditEventRow } from './model.ts';

const row = (sequence: number, name: string): AuditEventRow => ({
  id: `event-${sequence}`,
  at: '2026-11-21T09:42:31.000Z',
  chain: 'people',
  sequence,
  actor: { kind: 'Person', id: 'p', name },
  onBehalfOf: null,
  client: null,
  action: 'auth.signIn',
  subject: { kind: 'Person', id: 'p', name: null },
  correlationId: 'c',
  hash: 'ab',
});

const pages = [
  { rows: [row(2, 'E. Varga'), row(1, '=HYPERLINK("x")')], next: '1' },
  { rows: [row(0, 'H. Sato')], next: null },
];
const file = (form: 'csv' | 'json') =>
  pages.map((page, index) => exportedRows(form, page, index === 0).text).join('');

it('pages written one after the other are one JSON list', () => {
  const read = JSON.parse(file('json')) as AuditEventRow[];
  expect(read.map(({ sequence }) => sequence)).toEqual([2, 1, 0]);
});

it('a search that found nothing is an empty list', () => {
  expect(JSON.parse(exportedRows('json', { rows: [], next: null }, true).text)).toEqual([]);
});

it('the table has one head, and no name runs as a formula in it', () => {
  const lines = file('csv').trim().split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('chain,sequence,at');
  expect(lines[2]).toContain(`"'=HYPERLINK(""x"")"`);
});
