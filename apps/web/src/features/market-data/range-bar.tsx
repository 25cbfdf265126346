import { pixelNumber } from '@/ui/chart/scale.ts';

/** Where a price stands between the lowest and the highest of a day. */
export function RangeBar({
  low,
  high,
  at,
}: {
  readonly low: string;
  readonly high: string;
  readonly at: string | null;
}) {
  const [from, to, now] = [
    pixelNumber(low),
    pixelNumber(high),
    at === null ? null : pixelNumber(at),
  ];
  const isKnown = from != null && to != null && now != null && to > from;
  const share = isKnown ? Math.min(1, Math.max(0, (now - from) / (to - from))) : null;
  return (
    <span aria-hidden="true" className="relative my-2 block h-0.5 w-28 bg-line">
      {share !== null && (
        <span className="absolute -inset-y-1 w-0.5 bg-ink" style={{ left: `${share * 100}%` }} />
      )}
    </span>
  );
}
