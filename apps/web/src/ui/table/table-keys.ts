/** What a key does in a table, apart from any screen. */
export type TableAct =
  | { readonly kind: 'go'; readonly index: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'select' }
  | { readonly kind: 'select-all' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'fold' }
  | { readonly kind: 'unfold' }
  | { readonly kind: 'copy' };

export interface KeyPress {
  readonly key: string;
  readonly ctrl: boolean;
}

export interface KeyPlace {
  /** The row the keyboard stands on; -1 before the first move. */
  readonly index: number;
  readonly count: number;
  /** Rows in sight. */
  readonly page: number;
}

const ACTS: Readonly<Record<string, TableAct>> = {
  Enter: { kind: 'open' },
  x: { kind: 'select' },
  ' ': { kind: 'select' },
  Escape: { kind: 'clear' },
  ArrowLeft: { kind: 'fold' },
  ArrowRight: { kind: 'unfold' },
};

const CTRL_ACTS: Readonly<Record<string, TableAct>> = {
  a: { kind: 'select-all' },
  c: { kind: 'copy' },
};

/** Null for keys that are none of a table's business. */
export function tableAct(
  { key, ctrl }: KeyPress,
  { index, count, page }: KeyPlace,
): TableAct | null {
  if (ctrl) return CTRL_ACTS[key.toLowerCase()] ?? null;
  const steps: Readonly<Record<string, number>> = {
    j: index + 1,
    ArrowDown: index + 1,
    k: index - 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: count - 1,
  };
  const target = steps[key];
  if (target === undefined) return ACTS[key] ?? null;
  if (count === 0) return null;
  return { kind: 'go', index: Math.min(count - 1, Math.max(0, target)) };
}
