/** Two leaves joined into one sealed root, a Merkle pair that reads as U, on a grid of 24. */
export function MarkDrawing({ mono = false }: { readonly mono?: boolean }) {
  return (
    <>
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        d="M5 8v5.5a4.5 4.5 0 0 0 4.5 4.5M19 8v5.5a4.5 4.5 0 0 1-4.5 4.5"
      />
      <path fill="currentColor" d="M2 2h6v6H2zM16 2h6v6h-6z" />
      <path fill={mono ? 'currentColor' : 'var(--accent)'} d="M8 14h8v8H8z" />
    </>
  );
}
