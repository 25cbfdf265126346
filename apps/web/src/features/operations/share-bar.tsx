/** A share of the largest, to scale; the figure beside it says the same. */
export function ShareBar({ ratio }: { readonly ratio: number }) {
  return (
    <span aria-hidden="true" className="block h-0.75 w-28 bg-line max-md:hidden">
      <span
        className="block h-full bg-ink-2"
        style={{ width: `${Math.min(100, Math.max(0.5, ratio * 100))}%` }}
      />
    </span>
  );
}
