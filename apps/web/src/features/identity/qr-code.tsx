import { encode } from 'uqr';

/** Modules of quiet around the code: four, so that every reader finds it. */
const BORDER = 4;

/**
 * A QR code, drawn here: what stands in it leaves this page only by a camera. Always ink on white, in
 * both themes, because many readers don't take the reverse.
 */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      className="light size-44 shrink-0 border bg-raised text-ink"
    >
      <path d={path} fill="currentColor" />
    </svg>
  );
}
