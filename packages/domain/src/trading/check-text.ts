/**
 * Checks as short text, for what is kept a million times: a check is `code|verdict|reason|limit|actual|words`
 * without the empty end, and each has a `;` after it. Nothing stands for `Pass`, for `Within` and for null;
 * words are `level,scope,limitId` or `word=text` with commas between them. Of lists that follow each
 * other, a check that is what stands in its place in the list before is the `;` alone.
 */
import type { Check, CheckCode, CheckReason, CheckVerdict, CheckWord } from './check.ts';

/** Text that is not empty, that JSON takes as it stands, and without a sign of ours. */
const PLAIN = /^(?:[ !#-+\-./0-:<>-[\]-{}~])+$/;

const isPlain = (text: string | null): boolean => text === null || PLAIN.test(text);

interface OfLimit {
  readonly level: string | undefined;
  readonly scope: string | undefined;
  readonly text: string;
}
/** Most checks name a limit, and the same ones: by its id. */
const OF_LIMITS = new Map<string, OfLimit>();
const MOST_LIMITS = 5000;

function wordsText(words: Check['words']): string | null {
  const { level, scope, limitId } = words;
  if (limitId === undefined) return writtenWords(words, Object.keys(words) as CheckWord[]);
  const known = OF_LIMITS.get(limitId);
  const names = Object.keys(words) as CheckWord[];
  const isOfLimit =
    names.length === 3 && names[0] === 'level' && names[1] === 'scope' && names[2] === 'limitId';
  if (!isOfLimit) return writtenWords(words, names);
  if (known !== undefined && known.level === level && known.scope === scope) return known.text;
  const parts = [level, scope, limitId];
  if (!parts.every((text) => text !== undefined && PLAIN.test(text))) return null;
  const text = parts.join(',');
  if (OF_LIMITS.size >= MOST_LIMITS) OF_LIMITS.clear();
  OF_LIMITS.set(limitId, { level, scope, text });
  return text;
}

function writtenWords(words: Check['words'], names: readonly CheckWord[]): string | null {
  let text = '';
  for (const name of names) {
    const word = words[name];
    if (word === undefined || !PLAIN.test(word)) return null;
    text += `${text === '' ? '' : ','}${name}=${word}`;
  }
  return text;
}

function checkText({ code, verdict, reason, limit, actual, words }: Check): string | null {
  const named = wordsText(words);
  if (named === null || !isPlain(limit) || !isPlain(actual)) return null;
  const how = `${verdict === 'Pass' ? '' : verdict}|${reason === 'Within' ? '' : reason}`;
  let text = `${code}|${how}|${limit ?? ''}|${actual ?? ''}|${named}`;
  let end = text.length;
  while (text.charCodeAt(end - 1) === BAR) end -= 1;
  if (end < text.length) text = text.slice(0, end);
  return text;
}
const BAR = 124;

/** A decision is written into its record, and again into the rows that pages read. */
const ROWS = new WeakMap<readonly Check[], readonly string[] | null>();

function rowsOf(list: readonly Check[]): readonly string[] | null {
  const known = ROWS.get(list);
  if (known !== undefined) return known;
  const made = writtenRows(list);
  ROWS.set(list, made);
  return made;
}

function writtenRows(list: readonly Check[]): readonly string[] | null {
  const rows: string[] = [];
  for (const check of list) {
    const row = checkText(check);
    if (row === null) return null;
    rows.push(row);
  }
  return rows;
}

/** Null where one of them has a word that can't be written so. */
export function checkTexts(lists: readonly (readonly Check[])[]): readonly string[] | null {
  const texts: string[] = [];
  let before: readonly string[] = [];
  for (const list of lists) {
    const rows = rowsOf(list);
    if (rows === null) return null;
    let text = '';
    for (let n = 0; n < rows.length; n += 1) text += rows[n] === before[n] ? ';' : `${rows[n]};`;
    texts.push(text);
    before = rows;
  }
  return texts;
}

/** What `checkTexts` wrote; null for what it does not write. */
export function readCheckTexts(texts: readonly string[]): readonly (readonly Check[])[] | null {
  const lists: (readonly Check[])[] = [];
  for (const text of texts) {
    const list = readCheckText(text, lists.at(-1) ?? []);
    if (list === null) return null;
    lists.push(list);
  }
  return lists;
}

/** One of them, with the list before it. */
export function readCheckText(text: string, before: readonly Check[]): readonly Check[] | null {
  const list: Check[] = [];
  const rows = text.split(';');
  if (rows.pop() !== '') return null;
  for (const row of rows) {
    const check = row === '' ? before[list.length] : readCheck(row);
    if (check === undefined) return null;
    list.push(check);
  }
  return list;
}

/** Codes and reasons are words of the program that wrote them: they are taken as they stand. */
function readCheck(row: string): Check | undefined {
  const [code = '', verdict = '', reason = '', limit = '', actual = '', named = '', ...more] =
    row.split('|');
  if (more.length > 0) return undefined;
  return {
    code: code as CheckCode,
    verdict: (verdict === '' ? 'Pass' : verdict) as CheckVerdict,
    reason: (reason === '' ? 'Within' : reason) as CheckReason,
    limit: limit === '' ? null : limit,
    actual: actual === '' ? null : actual,
    words: readWords(named),
  };
}

function readWords(named: string): Check['words'] {
  if (named === '') return {};
  const parts = named.split(',');
  if (!named.includes('=')) {
    const [level = '', scope = '', limitId = ''] = parts;
    return { level, scope, limitId };
  }
  return Object.fromEntries(
    parts.map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at), part.slice(at + 1)];
    }),
  );
}
