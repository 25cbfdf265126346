/**
 * Keys and sequences of keys. A chord is written "Ctrl K" or "Ctrl Shift K", a sequence "g p"; Ctrl
 * stands for Command on Apple keyboards. Bare keys never act while somebody types.
 */
export type Shortcut = { readonly id: string; readonly keys: string };

export type Stroke = {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** The focus is where letters are text. */
  readonly typing: boolean;
  readonly atMs: number;
};

/** Strokes of a sequence come within a second of each other. */
const SEQUENCE_MS = 1_000;

/** What has been pressed of a sequence so far. */
export type Pending = { readonly keys: readonly string[]; readonly atMs: number };

export const NOTHING_PENDING: Pending = { keys: [], atMs: 0 };

function capOf(key: string): string {
  return key.length === 1 ? key.toLowerCase() : key;
}

/** One stroke as a shortcut writes it: "Ctrl Shift K" is `ctrl+shift+k`. */
export function strokeName({ key, ctrl, shift, alt }: Omit<Stroke, 'typing' | 'atMs'>): string {
  // A sign such as ? already needs Shift; only letters and named keys tell it apart.
  const shifted = shift && (key.length > 1 || /[a-z]/i.test(key));
  const parts = [ctrl && 'ctrl', alt && 'alt', shifted && 'shift', capOf(key)];
  return parts.filter(Boolean).join('+').toLowerCase();
}

const MODIFIERS = new Set(['ctrl', 'alt', 'shift']);

/** The strokes of a written shortcut: "Ctrl K" is one, "g p" are two. */
export function strokesOf(keys: string): readonly string[] {
  const caps = keys.toLowerCase().split(' ').filter(Boolean);
  const strokes: string[] = [];
  let held: string[] = [];
  for (const cap of caps) {
    if (MODIFIERS.has(cap)) {
      held.push(cap);
      continue;
    }
    strokes.push([...held, cap].join('+'));
    held = [];
  }
  return strokes;
}

export type Match = {
  /** The shortcut that is complete with this stroke, if one is. */
  readonly id: string | null;
  readonly pending: Pending;
};

/** Takes one stroke on top of what was pressed before. */
export function matchStroke(
  shortcuts: readonly Shortcut[],
  pending: Pending,
  stroke: Stroke,
): Match {
  const name = strokeName(stroke);
  const chord = stroke.ctrl || stroke.alt;
  if (stroke.typing && !chord) return { id: null, pending: NOTHING_PENDING };
  const fresh = stroke.atMs - pending.atMs <= SEQUENCE_MS;
  const tries = fresh && pending.keys.length > 0 ? [[...pending.keys, name], [name]] : [[name]];
  for (const keys of tries) {
    const wanted = keys.join(' ');
    const candidates = shortcuts.filter((shortcut) => {
      const written = strokesOf(shortcut.keys).join(' ');
      return written === wanted || written.startsWith(`${wanted} `);
    });
    const done = candidates.find((shortcut) => strokesOf(shortcut.keys).length === keys.length);
    if (done !== undefined) return { id: done.id, pending: NOTHING_PENDING };
    if (candidates.length > 0) return { id: null, pending: { keys, atMs: stroke.atMs } };
  }
  return { id: null, pending: NOTHING_PENDING };
}
