/** Lists that the venue tells page by page, each naming the next by a cursor. */
import type { Result } from '@ultrathink/domain/kernel';
import type { Malformed } from '../common/reading.ts';
import type { Answer } from '../contract/answer.ts';
import type { Page } from './parse-account.ts';
import type { Call, Wire } from './wire.ts';

/** For one question of ours; past this there is no information rather than a part of it. */
const PAGES_MOST = 200;

export interface Pages<Row> {
  readonly wire: Wire;
  readonly call: Call;
  readonly pageRows: number;
  readonly read: (body: string) => Result<Page<Row>, Malformed>;
  /** No more pages are wanted. */
  readonly isEnough?: (rows: readonly Row[]) => boolean;
}

/** Every row of every page, or no information. */
export async function collect<Row>(pages: Pages<Row>): Promise<Answer<readonly Row[]>> {
  const { wire, call, pageRows, read, isEnough = () => false } = pages;
  const rows: Row[] = [];
  const seen = new Set<string>();
  let cursor: string | null = null;
  for (let asked = 0; asked < PAGES_MOST; asked += 1) {
    const page: Answer<Page<Row>> = await wire.ask(
      { ...call, params: { ...call.params, limit: pageRows, ...(cursor !== null && { cursor }) } },
      read,
    );
    if (page.kind === 'NoInformation') return page;
    rows.push(...page.value.rows);
    cursor = page.value.cursor;
    if (cursor === null || isEnough(page.value.rows)) return { ...page, value: rows };
    if (seen.has(cursor)) return nothing('the pages go round in a circle');
    seen.add(cursor);
  }
  return nothing(`more than ${PAGES_MOST} pages`);
}

const nothing = (detail: string): Answer<never> => ({
  kind: 'NoInformation',
  detail,
  notSent: null,
  evidence: null,
});
