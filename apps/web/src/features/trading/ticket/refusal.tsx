'use client';

import { Remedy as RemedyButton } from '@/ui/field.tsx';
import { Glyph } from '@/ui/glyph.tsx';
import { useLocale } from '@/ui/locale.tsx';
import type { Decision } from '../model.ts';
import { checkName, checkReason, rejectionText } from '../words.ts';
import type { Draft } from './draft.ts';
import { figureText } from './order-text.ts';
import { refusesOf, remedyOf } from './remedy.ts';
import type { Tradeable } from './tradeable.ts';

/** Why it would not pass, check by check, and what would have to change for it to. */
export function RefusalPart({
  decision,
  draft,
  tradeable,
  base,
  routed,
  onChange,
}: {
  readonly decision: Decision;
  readonly draft: Draft;
  readonly tradeable: Tradeable;
  readonly base: string;
  /** What venues can have together, where that is less than the order. */
  readonly routed: string | null;
  readonly onChange: (to: Partial<Draft>) => void;
}) {
  const { locale } = useLocale();
  const { rejection } = decision;
  if (rejection === null) return null;
  // What was judged says below why, check by check.
  const isJudged = rejection.by === 'Risk' || rejection.by === 'Compliance';
  const refused = refusesOf(decision);
  const codes = new Map(refused.map((check) => [check.code, check]));
  const remedy = remedyOf(decision, draft, tradeable, routed);
  return (
    <section
      aria-label="Refused"
      className="border-b border-l-2 border-l-danger py-2 pl-2.5 text-danger"
    >
      <p className="flex gap-1.5">
        <Glyph shape="cross" size={10} className="mt-1" />
        <span>{isJudged ? `${rejection.by} refuses it.` : rejectionText(rejection)}</span>
      </p>
      {isJudged && (
        <ul className="pl-4">
          {[...codes.values()].map((check) => (
            <li key={check.code}>
              {checkName(check.code)}: {checkReason(check)}.
            </li>
          ))}
        </ul>
      )}
      {remedy !== null && (
        <p className="pt-1 pl-4 text-ink">
          {remedy.price !== null && (
            <>
              Nearest price that passes:{' '}
              <RemedyButton onClick={() => onChange({ price: remedy.price })}>
                {figureText(remedy.price, locale)}
              </RemedyButton>
              .{' '}
            </>
          )}
          {remedy.quantity === '0' && 'Nothing of it would pass. '}
          {remedy.quantity !== null && remedy.quantity !== '0' && (
            <>
              {draft.side} up to{' '}
              <RemedyButton onClick={() => onChange({ orderQty: remedy.quantity })}>
                {figureText(remedy.quantity, locale)} {base}
              </RemedyButton>
              .{' '}
            </>
          )}
          {!remedy.isWhole && 'The rest stays refused.'}
        </p>
      )}
    </section>
  );
}
