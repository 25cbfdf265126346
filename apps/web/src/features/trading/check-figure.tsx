import { NotApplicable, Percent, Quantity } from '@/ui/value.tsx';
import type { Check } from './model.ts';
import { figureDigits, isFigure, isShare, shareDigits } from './words.ts';

/** The actual or the limit of a check: a share as percent, everything else as it was judged. */
export function CheckFigure({
  code,
  text,
}: {
  readonly code: Check['code'];
  readonly text: string | null;
}) {
  if (!isFigure(text)) return <NotApplicable />;
  return isShare(code) ? (
    <Percent value={text} decimals={shareDigits(text)} />
  ) : (
    <Quantity value={text} decimals={figureDigits(text)} />
  );
}
