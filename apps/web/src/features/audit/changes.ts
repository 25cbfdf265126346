/** What an event changed, leaf by leaf, so that it can be read as sentences and not as two files. */

export interface ValueChange {
  readonly path: readonly string[];
  readonly kind: 'added' | 'removed' | 'changed';
  /** In words; null where there was nothing before, or is nothing after. */
  readonly before: string | null;
  readonly after: string | null;
}

type Leaves = ReadonlyMap<string, { readonly path: readonly string[]; readonly value: unknown }>;

function isBranch(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object' && item !== null);
  return Object.keys(value).length > 0;
}

/** The leaves of a value by their path. A list of plain values is one leaf: it is read as a list. */
function leavesOf(value: unknown): Leaves {
  const leaves = new Map<string, { path: readonly string[]; value: unknown }>();
  const walk = (here: unknown, path: readonly string[]): void => {
    if (!isBranch(here)) {
      leaves.set(JSON.stringify(path), { path, value: here });
      return;
    }
    for (const [step, child] of Object.entries(here)) walk(child, [...path, step]);
  };
  if (value !== undefined && value !== null) walk(value, []);
  return leaves;
}

/** A plain value as a reader says it. */
export function valueWords(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (value === '') return 'empty text';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueWords).join(', ');
  return typeof value === 'object' ? 'empty' : String(value);
}

/**
 * Every leaf that differs, in the order the values name them: what was there first, then what came.
 * A leaf that is null counts as said: `null` before and a date after is a change, not an addition.
 */
export function changesOf(before: unknown, after: unknown): readonly ValueChange[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const changes: ValueChange[] = [];
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [old, now] = [was.get(key), is.get(key)];
    const path = (now ?? old)?.path ?? [];
    if (old === undefined) {
      changes.push({ path, kind: 'added', before: null, after: valueWords(now?.value) });
    } else if (now === undefined) {
      changes.push({ path, kind: 'removed', before: valueWords(old.value), after: null });
    } else if (JSON.stringify(old.value) !== JSON.stringify(now.value)) {
      const words = { before: valueWords(old.value), after: valueWords(now.value) };
      changes.push({ path, kind: 'changed', ...words });
    }
  }
  return changes;
}

export interface JsonLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
}

function jsonLines(value: unknown): readonly string[] {
  return value === undefined || value === null ? [] : JSON.stringify(value, null, 2).split('\n');
}

/** More lines than this on both sides are shown one after the other and not compared. */
const MOST_COMPARED = 400;

/** Both values as JSON, line by line: kept, taken away, come. The shortest such list. */
export function jsonDiff(before: unknown, after: unknown): readonly JsonLine[] {
  const [was, is] = [jsonLines(before), jsonLines(after)];
  const line = (sign: JsonLine['sign']) => (text: string) => ({ sign, text });
  if (was.length === 0 || is.length === 0 || was.length + is.length > MOST_COMPARED) {
    return [...was.map(line('-')), ...is.map(line('+'))];
  }
  // common[i][j]: how many lines was[i..] and is[j..] have in common, in order.
  const width = is.length + 1;
  const common = new Uint16Array((was.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = was.length - 1; i >= 0; i -= 1) {
    for (let j = is.length - 1; j >= 0; j -= 1) {
      const same = was[i] === is[j];
      common[i * width + j] = same ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: JsonLine[] = [];
  let [i, j] = [0, 0];
  while (i < was.length || j < is.length) {
    if (i < was.length && j < is.length && was[i] === is[j]) {
      lines.push({ sign: ' ', text: is[j] ?? '' });
      i += 1;
      j += 1;
    } else if (i < was.length && (j >= is.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', text: was[i] ?? '' });
      i += 1;
    } else {
      lines.push({ sign: '+', text: is[j] ?? '' });
      j += 1;
    }
  }
  return lines;
}
