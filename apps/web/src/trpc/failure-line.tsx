import { toldError } from '@/trpc/told-error.ts';
import { Glyph } from '@/ui/glyph.tsx';

/** Refusals are part of the work; only what is a fault of ours has an id to look up. */
const OURS: ReadonlySet<string> = new Set(['Fault', 'OutcomeUnknown', 'DatabaseAway', 'TooSlow']);

/** Why an act was refused, told at once, where the button is. */
export function FailureLine({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  const { code, sentence, quote, fields = [] } = toldError(error);
  const words = fields.length > 0 ? fields.map((field) => field.sentence).join(' ') : sentence;
  return (
    <p role="alert" className="flex gap-1.5 text-danger">
      <Glyph shape="cross" size={10} className="mt-1" />
      <span>
        {words}
        {OURS.has(code) && (
          <>
            {' '}
            Quote <span className="select-all font-mono">{quote}</span>.
          </>
        )}
      </span>
    </p>
  );
}
