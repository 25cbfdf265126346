'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import { useLocale } from '@/ui/locale.tsx';
import { consistencyParts, type TreePart } from './consistency.ts';
import { LegendSquare } from './legend-square.tsx';

const WIDTH = 640;
const HEIGHT = 132;
const BASE = 96;
const GAP = 3;

const midOf = ({ left, width }: TreePart) => (left + width / 2) * WIDTH;
const middle = (parts: readonly TreePart[]) => {
  const [first, last] = [parts[0], parts.at(-1)];
  return first === undefined || last === undefined ? WIDTH / 2 : (midOf(first) + midOf(last)) / 2;
};

/**
 * Two checkpoints of one log: what the earlier one signed stands whole in the later one, and what
 * came since stands behind it. Each block is a whole subtree, so the earlier root can be computed
 * from the later tree.
 */
export function ConsistencyPicture({
  older,
  newer,
}: {
  /** How many events each of them signs. */
  readonly older: number;
  readonly newer: number;
}) {
  const { locale } = useLocale();
  const parts = consistencyParts(older, newer);
  const kept = parts.filter(({ old }) => old);
  const count = (value: number) => formatInteger(value, locale);
  const [oldRoot, newRoot] = [middle(kept), middle(parts)];
  const added = newer - older;
  return (
    <div>
      <svg
        role="img"
        aria-label={`The checkpoint over ${count(newer)} events holds all ${count(older)} of the earlier one and ${count(added)} more.`}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="block w-full"
      >
        <g fill="none" stroke="var(--line-strong)">
          {parts.map((part) => (
            <path
              key={part.start}
              d={`M${midOf(part)} ${BASE - 12}V34H${newRoot}V16`}
              stroke="var(--line)"
            />
          ))}
          {kept.map((part) => (
            <path key={part.start} d={`M${midOf(part)} ${BASE - 12}V62H${oldRoot}V54`} />
          ))}
        </g>
        {kept.length > 0 && (
          <rect x={oldRoot - 6} y={44} width={12} height={12} fill="var(--ink)" />
        )}
        <rect x={newRoot - 8} y={4} width={16} height={16} fill="var(--accent)" />
        {parts.map((part) => (
          <rect
            key={part.start}
            x={part.left * WIDTH + GAP / 2}
            y={BASE - 12}
            width={Math.max(4, part.width * WIDTH - GAP)}
            height={24}
            fill={part.old ? 'var(--ink)' : 'var(--accent)'}
          >
            <title>
              {part.leaves === 1
                ? `event ${count(part.start + 1)}`
                : `events ${count(part.start + 1)} to ${count(part.start + part.leaves)}`}
            </title>
          </rect>
        ))}
      </svg>
      <p className="flex flex-wrap gap-x-5 text-ink-2 text-label">
        <LegendSquare tone="ink">
          {count(older)} events of the earlier checkpoint, unchanged
        </LegendSquare>
        <LegendSquare tone="accent">{count(added)} events since then</LegendSquare>
      </p>
    </div>
  );
}
