import type { ReactNode } from 'react';
import { toldError } from '@/trpc/told-error.ts';
import { Glyph } from '@/ui/glyph.tsx';
import { PasskeyFault } from './passkey.ts';

/** Errors that are part of the work have nothing to look up in a log. */
const PLAIN: ReadonlySet<string> = new Set(['Forbidden', 'InvalidInput', 'TooMany', 'NotFound']);

/** What a failed step says, in a sentence, and where it is one of ours the id to quote. */
export function faultWords(error: unknown): ReactNode {
  if (error instanceof PasskeyFault) return error.message;
  const { code, sentence, quote, fields } = toldError(error);
  if (fields !== undefined && fields.length > 0) {
    return fields.map((field) => field.sentence).join(' ');
  }
  if (PLAIN.has(code) || quote === 'none') return sentence;
  return (
    <>
      {sentence} Quote <span className="select-all font-mono">{quote}</span>.
    </>
  );
}

/** The same as a line of its own, told at once. */
export function Fault({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className="flex gap-1.5 text-danger">
      <Glyph shape="cross" size={10} className="mt-1" />
      <span>{children}</span>
    </p>
  );
}
