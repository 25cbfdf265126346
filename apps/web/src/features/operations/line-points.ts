import type { LinePoint } from '@/ui/chart/line-data.ts';

/** One late figure is a late figure; after two that did not come, nobody knows what was between. */
const LATE = 2.5;

/**
 * Figures as points of a line. Where none came for longer than two were due, a point without any
 * stands between, so that no line is drawn over what nobody knows.
 * @param rows oldest first
 * @param everyMs how often a row is due
 */
export function linePoints<Row extends { readonly at: string }>(
  rows: readonly Row[],
  everyMs: number,
  read: (row: Row) => Readonly<Record<string, number>>,
): readonly LinePoint[] {
  const points: LinePoint[] = [];
  let beforeMs = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const figures = Object.entries(read(row));
    const ms = Date.parse(row.at);
    if (ms - beforeMs > LATE * everyMs) {
      const none = Object.fromEntries(figures.map(([id]) => [id, null]));
      points.push({ at: new Date(beforeMs + everyMs).toISOString(), values: none });
    }
    const values = Object.fromEntries(figures.map(([id, value]) => [id, String(value)]));
    points.push({ at: row.at, values });
    beforeMs = ms;
  }
  return points;
}
