import { formatInteger, shortHash } from '@ultrathink/domain/kernel';
import { useLocale } from '@/ui/locale.tsx';
import { leafOfSteps, type ProofStep } from '@/ui/proof/proof-steps.ts';
import { ProofTree } from '@/ui/proof-tree.tsx';
import { LegendSquare } from './legend-square.tsx';

/** More levels than this would be too small to tell apart; what is left out is said. */
const LEVELS_DRAWN = 3;

/** One event's way to the root: the lowest turns as a drawing, every sibling by its hash. */
export function InclusionPicture({
  index,
  size,
  steps,
}: {
  readonly index: number;
  readonly size: number;
  readonly steps: readonly ProofStep[];
}) {
  const { locale } = useLocale();
  const levels = Math.min(LEVELS_DRAWN, steps.length);
  const leaves = Array.from({ length: 2 ** levels }, (_, leaf) => String(leaf));
  const place = formatInteger(index + 1, locale);
  const hashes = steps.length === 1 ? '1 hash proves' : `${steps.length} hashes prove`;
  return (
    <>
      <ProofTree
        leaves={leaves}
        chosen={leafOfSteps(steps, levels)}
        labels={false}
        label={`${hashes} event ${place} of ${formatInteger(size, locale)} to the root.`}
        className="mx-auto max-h-44"
      />
      <p className="flex flex-wrap gap-x-4 pt-1 text-ink-2 text-label">
        <LegendSquare tone="accent">this event to root</LegendSquare>
        <LegendSquare tone="ink">sibling in the proof</LegendSquare>
        {steps.length > levels && (
          <span className="text-ink-3">
            {steps.length} hashes, {levels} drawn
          </span>
        )}
      </p>
      <ol className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-4 pt-2 text-label">
        {steps.map(({ hash, side }, level) => (
          <li key={hash} className="flex gap-2 border-line-faint border-b py-0.5">
            <span className="w-4 text-right text-ink-3">{level + 1}</span>
            <span className="w-8 text-ink-2">{side}</span>
            <code title={hash} className="font-mono">
              {shortHash(hash)}
            </code>
          </li>
        ))}
      </ol>
    </>
  );
}
