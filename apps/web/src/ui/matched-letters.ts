/** A run of text that either matches what was typed or does not. */
export type Run = { readonly text: string; readonly matched: boolean };

/** Letters without their marks, so that "Zurich" finds "Zürich"; one letter stays one letter. */
function plain(text: string): string {
  return Array.from(text, (letter) => {
    const bare = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    return bare.length === letter.length ? bare : letter.toLowerCase().slice(0, letter.length);
  }).join('');
}

/**
 * Whether a name answers to what was typed: every word typed begins somewhere in the name.
 * Nothing typed matches everything.
 */
export function matches(name: string, typed: string): boolean {
  const haystack = plain(name);
  return plain(typed)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/** Cuts a name into runs around the first occurrence of each typed word. Joined, they are the name. */
export function matchedRuns(name: string, typed: string): readonly Run[] {
  const haystack = plain(name);
  const hit = new Array<boolean>(name.length).fill(false);
  for (const word of plain(typed).split(/\s+/).filter(Boolean)) {
    const at = haystack.indexOf(word);
    if (at >= 0) hit.fill(true, at, at + word.length);
  }
  const runs: Run[] = [];
  let start = 0;
  for (let index = 1; index <= name.length; index++) {
    if (index < name.length && hit[index] === hit[start]) continue;
    runs.push({ text: name.slice(start, index), matched: hit[start] === true });
    start = index;
  }
  return name === '' ? [] : runs;
}
