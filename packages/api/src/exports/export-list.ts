/**
 * All orders or executions that a filter matches, as CSV, page by page as somebody takes it. Every page is
 * asked for by the procedure that a page of ours asks: what it may tell, and to whom, is decided there.
 */
import { csvLine } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import { requireCaller } from '../procedures/query.ts';
import { appRouter } from '../root.ts';
import { MOST_ROWS } from '../trading/schemas.ts';
import { cellsOf, EXECUTION_COLUMNS, headersOf, type Names, ORDER_COLUMNS } from './columns.ts';
import { MOST_EXPORTED } from './most-exported.ts';
import { sealExport } from './seal-export.ts';

/** Characters of a filter. */
const MOST_SEARCH = 12_000;

export const EXPORTS = ['orders', 'executions'] as const;
export type ExportName = (typeof EXPORTS)[number];

export interface ExportedList {
  /** Of the file, with the moment at which it was asked for. */
  readonly fileName: string;
  /** Header first; then rows, newest first; a last line says so where it was cut. */
  readonly lines: AsyncGenerator<string, void, void>;
}

type Call = ReturnType<typeof appRouter.createCaller>;

interface Page {
  readonly rows: readonly (readonly string[])[];
  /** Where the next one begins; null at the end. */
  readonly next: string | null;
}
type Read = (search: object, after: string | null, names: Names) => Promise<Page>;

const objectSchema = z.record(z.string().max(40), z.unknown());

/**
 * @param search what the list is narrowed to, as JSON of the procedure's input; null: to nothing
 * @throws {Refusal} and what the procedures throw, before anything was given out; it is sealed by then
 */
export async function exportList(
  context: Context,
  name: ExportName,
  search: string | null,
  { signal, most = MOST_EXPORTED }: { readonly signal?: AbortSignal; readonly most?: number } = {},
): Promise<ExportedList> {
  const narrowed = searchOf(search);
  const caller = await requireCaller(context);
  const call = appRouter.createCaller(context, signal === undefined ? {} : { signal });
  const read = name === 'orders' ? ordersOf(call) : executionsOf(call);
  const isClient = caller.organisation.kind === 'Client';
  const names = await namesOf(call, isClient);
  // The first page is asked for at once: who may not have it is told so, and gets no file.
  const first = await read(narrowed, null, names);
  await sealExport(context, caller, { list: name, filter: narrowed, most });
  const headers = headersOf(name === 'orders' ? ORDER_COLUMNS : EXECUTION_COLUMNS);
  const at = context.services.clock.now().slice(0, 16).replace(':', '');
  return {
    fileName: `${name}-${at}Z.csv`,
    lines: linesOf({ headers, first, most, next: (after) => read(narrowed, after, names) }),
  };
}

/** @throws {Refusal} InvalidInput for what is no JSON object. */
function searchOf(text: string | null): object {
  if (text === null) return {};
  if (text.length > MOST_SEARCH) throw new Refusal('TooLarge');
  try {
    const { before: _, cursor: __, most: ___, ...rest } = objectSchema.parse(JSON.parse(text));
    return rest;
  } catch {
    throw new Refusal('InvalidInput', 'The filter could not be read. Nothing was exported.');
  }
}

const ordersOf =
  (call: Call): Read =>
  async (search, before, names) => {
    const input = { ...search, before, most: MOST_ROWS } as never;
    const { orders, isMore } = await call.trading.listOrders(input);
    return {
      rows: orders.map((row) => cellsOf(ORDER_COLUMNS, row, names)),
      next: isMore ? (orders.at(-1)?.clOrdId ?? null) : null,
    };
  };

const executionsOf =
  (call: Call): Read =>
  async (search, cursor, names) => {
    const input = { ...search, cursor, most: MOST_ROWS } as never;
    const { executions, next } = await call.trading.listExecutions(input);
    return { rows: executions.map((row) => cellsOf(EXECUTION_COLUMNS, row, names)), next };
  };

/** Names that this caller may know; where he may know none, the file has ids alone. */
async function namesOf(call: Call, isClient: boolean): Promise<Names> {
  const found = new Map<string, string>();
  try {
    const clients = isClient
      ? [await call.clients.getTerms({})]
      : (await call.clients.list()).clients;
    for (const { id, name, accounts } of clients) {
      found.set(id, name);
      for (const account of accounts) found.set(account.id, account.name);
    }
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  return found;
}

const isRefused = (error: unknown): boolean =>
  error instanceof Refusal || (error instanceof Error && error.cause instanceof Refusal);

interface Lines {
  readonly headers: readonly string[];
  readonly first: Page;
  readonly most: number;
  readonly next: (after: string) => Promise<Page>;
}

async function* linesOf({ headers, first, most, next }: Lines) {
  // Spreadsheets take UTF-8 for what it is only with the mark in front.
  yield `\ufeff${csvLine(headers)}`;
  let left = most;
  let page = first;
  for (;;) {
    const rows = page.rows.slice(0, left);
    left -= rows.length;
    if (rows.length > 0) yield rows.map(csvLine).join('');
    const isCut = page.next !== null || rows.length < page.rows.length;
    if (left === 0 && isCut) {
      yield csvLine([`Cut at ${most} rows: there are older ones. Narrow the span to have them.`]);
    }
    if (left === 0 || page.next === null) return;
    page = await next(page.next);
  }
}
