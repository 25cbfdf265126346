/** How a later tree holds an earlier one: the whole parts both share, and those that came after. */
import { coverOf } from '@ultrathink/domain/audit';

export interface TreePart {
  /** First leaf, from 0, and how many. */
  readonly start: number;
  readonly leaves: number;
  readonly old: boolean;
  /** Where it is drawn, 0 to 1, and how wide. Widths grow with the height of the part. */
  readonly left: number;
  readonly width: number;
}

/** The parts of both trees in their order. A part twice as high is drawn one step wider. */
export function consistencyParts(older: number, newer: number): readonly TreePart[] {
  if (older < 0 || newer < older) return [];
  const both = [
    ...coverOf(0, older).map((node) => ({ node, old: true })),
    ...coverOf(older, newer).map((node) => ({ node, old: false })),
  ];
  const total = both.reduce((sum, { node }) => sum + node.level + 1, 0);
  let at = 0;
  return both.map(({ node: { level, index }, old }) => {
    const width = (level + 1) / total;
    const part = { start: index * 2 ** level, leaves: 2 ** level, old, left: at, width };
    at += width;
    return part;
  });
}
