/**
 * Lists that come newest first, so many rows at a time and counted from the newest. What happens while
 * they are read pushes rows to later pages, so some come twice and none is missed.
 */
import type { Answer } from '../contract/answer.ts';

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Of all pages; null where the venue did not count: then the first page that is not full ends it. */
  readonly count: number | null;
}

/** For one question of ours; past this there is no information rather than half of it. */
const PAGES_MOST = 200;

export async function collect<Row>(
  pageRows: number,
  idOf: (row: Row) => string,
  ask: (offset: number) => Promise<Answer<Page<Row>>>,
): Promise<Answer<readonly Row[]>> {
  const found = new Map<string, Row>();
  let offset = 0;
  /** How many there were at the beginning: each of them has to be found. */
  let least: number | null = null;
  for (let asked = 0; asked < PAGES_MOST; asked += 1) {
    const answer = await ask(offset);
    if (answer.kind === 'NoInformation') return answer;
    const { rows, count } = answer.value;
    for (const row of rows) if (!found.has(idOf(row))) found.set(idOf(row), row);
    offset += rows.length;
    least ??= count;
    const isLast = count === null ? rows.length < pageRows : offset >= count || rows.length === 0;
    if (!isLast) continue;
    if (found.size < (least ?? 0)) return nothing(`${found.size} rows of ${least}`);
    return { ...answer, value: [...found.values()] };
  }
  return nothing(`more than ${PAGES_MOST} pages`);
}

const nothing = (detail: string): Answer<never> => ({
  kind: 'NoInformation',
  detail,
  notSent: null,
  evidence: null,
});
