'use client';

import { useState } from 'react';
import { CheckList } from '@/ui/check-list.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { useMedia } from '@/ui/use-media.ts';
import type { Check, Decision } from '../model.ts';
import { checkName, usedShare } from '../words.ts';
import { type Assets, headroomText, worstOf } from './headroom.ts';
import { useTicketWords } from './use-ticket-words.ts';

/** From this share on a check has not over 40 % of its limit left. */
const NOTABLE = 0.6;
/** Rows at least; where the ticket is a sheet, only what is near or about money. */
const GLANCE = 6;
/** Read before every order, however much is left. */
const ALWAYS: ReadonlySet<string> = new Set(['OrderValue', 'FreeBalance']);

/** Checks of an order with what is left of each limit: refused first, then near, the rest folded. */
export function Checks({
  decision,
  assets,
}: {
  readonly decision: Decision;
  readonly assets: Assets;
}) {
  const { locale } = useLocale();
  const words = useTicketWords();
  const [isWhole, setWhole] = useState(false);
  const least = useMedia('(max-width: 767.98px)') ? 0 : GLANCE;
  const checks = worstOf(decision);
  const isNotable = (check: Check) => ALWAYS.has(check.code) || usedShare(check) >= NOTABLE;
  const notable = checks.filter(isNotable);
  // The nearest of the others fill what is read at a glance.
  const near = checks
    .filter((check) => !isNotable(check))
    .slice(0, Math.max(0, least - notable.length));
  const shown = isWhole ? checks : [...notable, ...near];
  const rest = checks.length - notable.length - near.length;
  const passing = checks.filter((check) => usedShare(check) <= 1).length;
  return (
    <section aria-label="Checks" className="pt-3">
      <div className="flex items-baseline gap-2 pb-0.5">
        <h3 className="font-medium">Checks</h3>
        <span className="text-ink-3 text-label">
          {passing} of {checks.length} pass
        </span>
        <span className="ml-auto text-ink-3 text-label">{words.headroom}</span>
      </div>
      <CheckList
        label="Checks before the order"
        checks={shown.map((check) => ({
          id: check.code,
          name: checkName(check.code),
          used: usedShare(check),
          says: saysOf(check, assets, locale),
        }))}
      />
      {rest > 0 && (
        <button
          type="button"
          aria-expanded={isWhole}
          onClick={() => setWhole(!isWhole)}
          className="relative min-h-6 pl-5.5 text-ink-3 text-label before:absolute before:-inset-x-1 before:inset-y-0 hover:text-ink"
        >
          {isWhole ? 'Fewer' : `${rest} more, all with over 40% ${words.headroom}`}
        </button>
      )}
    </section>
  );
}

function saysOf(check: Check, assets: Assets, locale: string) {
  if (usedShare(check) > 1) return 'refuses';
  return headroomText(check, assets, locale) ?? 'passes';
}
