/**
 * The geometry of a Merkle path. Leaves stand side by side at the bottom; each node stands midway
 * over its two children; one leaf is proved to the root by the siblings along its way.
 */
export type NodeRole = 'path' | 'sibling' | 'other';

export type TreeNode = {
  /** 0 is the row of leaves. */
  readonly level: number;
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly role: NodeRole;
};

export type TreeEdge = { readonly d: string; readonly proved: boolean };

export type ProofLayout = {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly TreeNode[];
  readonly edges: readonly TreeEdge[];
  /** The proved way from leaf to root as one stroke. */
  readonly way: string;
};

export type ProofInput = {
  /** Leaves of a whole tree: a power of two. */
  readonly leaves: number;
  readonly chosen: number;
  readonly spacing: number;
  readonly rise: number;
};

const MARGIN = 26;
const TOP = 20;
const ROUND = 12;

/** What a node is to the chosen leaf. */
export function roleOf(level: number, index: number, chosen: number): NodeRole {
  const onPath = chosen >> level;
  if (index === onPath) return 'path';
  return index === (onPath ^ 1) ? 'sibling' : 'other';
}

/** Child to parent: up to halfway, round the corner, across, up to the parent. */
function edge(x: number, y: number, parentX: number, parentY: number): string {
  const bend = y - (y - parentY) * 0.35;
  const reach = Math.abs(parentX - x);
  const round = Math.min(ROUND, reach);
  const towards = parentX > x ? 1 : -1;
  const corner = `Q${x} ${bend} ${x + towards * round} ${bend}`;
  return `M${x} ${y}V${bend + round}${corner}H${parentX}V${parentY}`;
}

export function layoutProof({ leaves, chosen, spacing, rise }: ProofInput): ProofLayout {
  const levels = Math.log2(leaves);
  if (!Number.isInteger(levels)) throw new RangeError('A whole tree has a power of two of leaves.');
  const xOf = (level: number, index: number) =>
    MARGIN + spacing * (index * 2 ** level + (2 ** level - 1) / 2);
  const yOf = (level: number) => TOP + (levels - level) * rise;
  const nodes: TreeNode[] = [];
  const edges: TreeEdge[] = [];
  const way: string[] = [];
  for (let level = 0; level <= levels; level++) {
    for (let index = 0; index < leaves >> level; index++) {
      const role = level === levels ? 'path' : roleOf(level, index, chosen);
      const [x, y] = [xOf(level, index), yOf(level)];
      nodes.push({ level, index, x, y, role });
      if (level === levels) continue;
      const d = edge(x, y, xOf(level + 1, index >> 1), yOf(level + 1));
      edges.push({ d, proved: role === 'path' });
      if (role === 'path') way.push(level === 0 ? d : d.replace(/^M\S+ \S+?(?=V)/, ''));
    }
  }
  const width = MARGIN * 2 + spacing * (leaves - 1);
  return { width, height: yOf(0), nodes, edges, way: way.join('') };
}
