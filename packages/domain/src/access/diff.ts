/** What a change changes, value by value, for people to read before they agree to it. */

/** Null: there was, or will be, nothing here. Otherwise JSON of one value without members. */
export interface DiffLine {
  /** Where, as a JSON pointer (RFC 6901). */
  readonly pointer: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Both are canonical JSON values; `undefined` stands for what isn't there. Sorted by pointer. */
export function diffOf(before: unknown, after: unknown): readonly DiffLine[] {
  const old = leavesOf(before);
  const now = leavesOf(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .map((pointer) => ({
      pointer,
      before: old.get(pointer) ?? null,
      after: now.get(pointer) ?? null,
    }))
    .filter((line) => line.before !== line.after);
}

function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  collect(value, '', leaves);
  return leaves;
}

function collect(value: unknown, pointer: string, leaves: Map<string, string>): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) {
    leaves.set(pointer, JSON.stringify(value));
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    collect(member, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, leaves);
  }
}
