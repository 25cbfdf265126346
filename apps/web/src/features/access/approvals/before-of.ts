/** What held before a proposal: its payload with each change taken back. */

export interface Change {
  /** RFC 6901. */
  readonly pointer: string;
  /** JSON; null for what was not there. */
  readonly before: string | null;
}

export function beforeOf(payload: string, changes: readonly Change[]): unknown {
  const root: unknown = JSON.parse(payload);
  for (const { pointer, before } of changes) {
    const steps = pointer.split('/').slice(1).map(unescaped);
    put(root, steps, before === null ? undefined : JSON.parse(before));
  }
  return root;
}

const unescaped = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Nothing is put where the payload has no room for it: such a change can't be told this way. */
function put(root: unknown, steps: readonly string[], value: unknown): void {
  const last = steps.at(-1);
  let at = root;
  for (const step of steps.slice(0, -1)) {
    if (!isRecord(at)) return;
    at[step] ??= {};
    at = at[step];
  }
  if (isRecord(at) && last !== undefined) at[last] = value;
}
