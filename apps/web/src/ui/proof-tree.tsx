import { cn } from './cn.ts';
import { layoutProof, type TreeNode } from './proof-tree-layout.ts';

const SPACING = 25;
const RISE = 75;
const LABELS = 92;

/**
 * A Merkle path as squares: the leaf and its way to the root in the accent, the siblings that prove
 * it in ink, the rest outlined. `leaves` are hashes, a power of two of them; `animate` draws the way
 * once from the leaf up, and stands still for who wants no motion.
 */
export function ProofTree({
  leaves,
  chosen,
  label,
  labels = true,
  animate = false,
  className,
}: {
  readonly leaves: readonly string[];
  readonly chosen: number;
  /** What the picture says: "One leaf is proved to the root by five hashes." */
  readonly label: string;
  readonly labels?: boolean;
  readonly animate?: boolean;
  readonly className?: string | undefined;
}) {
  const layout = layoutProof({ leaves: leaves.length, chosen, spacing: SPACING, rise: RISE });
  const height = layout.height + (labels ? LABELS : 12);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${layout.width} ${height}`}
      className={cn('block w-full', className)}
    >
      <g fill="none" stroke="var(--line)">
        {layout.edges.map((edge) => (
          <path key={edge.d} d={edge.d} />
        ))}
      </g>
      <path
        d={layout.way}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
        pathLength={1}
        strokeDasharray="1"
        className={animate ? 'animate-draw' : undefined}
      />
      {layout.nodes.map((node) => (
        <Square
          key={`${node.level}-${node.index}`}
          node={node}
          root={node === layout.nodes.at(-1)}
        />
      ))}
      {labels &&
        leaves.map((hash, index) => (
          <text
            key={hash}
            transform={`translate(${(layout.nodes[index]?.x ?? 0) + 3.5} ${layout.height + LABELS - 4}) rotate(-90)`}
            className="font-mono"
            fontSize="11"
            fontWeight={index === chosen ? 600 : 400}
            fill={index === chosen ? 'var(--accent)' : 'var(--ink-3)'}
          >
            {hash.slice(0, 8)}
          </text>
        ))}
    </svg>
  );
}

function Square({ node, root }: { readonly node: TreeNode; readonly root: boolean }) {
  const size = root ? 26 : node.level === 0 ? 9 : 11;
  const place = { x: node.x - size / 2, y: node.y - size / 2, width: size, height: size };
  if (node.role === 'path') return <rect {...place} fill="var(--accent)" />;
  if (node.role === 'sibling') return <rect {...place} fill="var(--ink)" />;
  return (
    <rect
      x={place.x + 0.6}
      y={place.y + 0.6}
      width={size - 1.2}
      height={size - 1.2}
      fill="var(--paper)"
      stroke="var(--line-strong)"
      strokeWidth="1.2"
    />
  );
}
