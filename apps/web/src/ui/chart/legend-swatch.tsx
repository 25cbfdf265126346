import type { SeriesLook } from './series-look.ts';

/** A stroke or a square as it stands in the chart, for legends and tooltips. */
export function LegendSwatch({
  look,
  fill = false,
}: {
  readonly look: SeriesLook;
  readonly fill?: boolean;
}) {
  if (fill) return <span className="size-2 shrink-0" style={{ background: look.color }} />;
  return (
    <svg width="14" height="2" viewBox="0 0 14 2" aria-hidden="true" className="shrink-0">
      <path d="M0 1h14" stroke={look.color} strokeWidth="2" strokeDasharray={look.dash} />
    </svg>
  );
}
