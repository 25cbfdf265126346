/** The way of one event to the root of its tree, step by step, and the sum that proves it. */

export interface ProofStep {
  /** Lower-case hexadecimal. */
  readonly hash: string;
  /** Where the sibling stands, seen from the way. */
  readonly side: 'left' | 'right';
}

/**
 * On which side each sibling stands (RFC 9162, 2.1.3.2). Null when so many siblings prove no leaf of
 * a tree of that size.
 */
export function proofSteps(
  index: number,
  size: number,
  hashes: readonly string[],
): readonly ProofStep[] | null {
  if (!(index >= 0 && index < size)) return null;
  const steps: ProofStep[] = [];
  // Numbers above 2^32 are places too: halves by division, not by shifts.
  let [here, last] = [index, size - 1];
  for (const hash of hashes) {
    if (last === 0) return null;
    if (here % 2 === 1 || here === last) {
      steps.push({ hash, side: 'left' });
      while (here % 2 === 0 && here !== 0) [here, last] = [here / 2, Math.floor(last / 2)];
    } else steps.push({ hash, side: 'right' });
    [here, last] = [Math.floor(here / 2), Math.floor(last / 2)];
  }
  return last === 0 ? steps : null;
}

/** Which leaf of a whole tree of `levels` levels goes the same way as the first steps do. */
export function leafOfSteps(steps: readonly ProofStep[], levels: number): number {
  return steps
    .slice(0, levels)
    .reduce((leaf, { side }, level) => leaf + (side === 'left' ? 2 ** level : 0), 0);
}

const NODE = 0x01;
const LEAF = 0x00;

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

export function toHexText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The hash an event must have: of the one before it and its own bytes. */
export async function eventHashOf(previousHash: string, body: string): Promise<string> {
  const bytes = new TextEncoder().encode(body);
  return toHexText(await sha256(Uint8Array.of(LEAF), fromHex(previousHash), bytes));
}

/** The root that an event and its siblings add up to. */
export async function rootOf(hash: string, steps: readonly ProofStep[]): Promise<string> {
  let here = fromHex(hash);
  for (const step of steps) {
    const sibling = fromHex(step.hash);
    const [left, right] = step.side === 'left' ? [sibling, here] : [here, sibling];
    here = await sha256(Uint8Array.of(NODE), left, right);
  }
  return toHexText(here);
}
