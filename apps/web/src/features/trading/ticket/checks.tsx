import { CheckList } from '@/ui/check-list.tsx';
import type { Check, Decision } from '../model.ts';
import { checkName, checkSays, usedShare } from '../words.ts';

/** Rows shown in full; the rest pass with room to spare and are counted. */
const SHOWN = 8;

/** Each check once, the worst of what its children say. */
function worstOf(decision: Decision): readonly Check[] {
  const found = new Map<string, Check>();
  for (const check of decision.decisions.flatMap(({ checks }) => checks)) {
    const before = found.get(check.code);
    if (before === undefined || usedShare(check) > usedShare(before)) found.set(check.code, check);
  }
  return [...found.values()];
}

/** Every check of an order with its headroom: the refused first. */
export function Checks({ decision }: { readonly decision: Decision }) {
  const checks = worstOf(decision).toSorted((a, b) => usedShare(b) - usedShare(a));
  const refused = checks.filter((check) => usedShare(check) > 1);
  const shown = checks.slice(0, Math.max(SHOWN, refused.length));
  const rest = checks.length - shown.length;
  return (
    <section aria-label="Checks" className="border-b py-3">
      <div className="flex items-baseline gap-2 pb-1">
        <h3 className="font-medium">Checks</h3>
        <span className="text-ink-3 text-label">
          {checks.length - refused.length} of {checks.length} pass
        </span>
      </div>
      <CheckList
        label="Checks before the order"
        checks={shown.map((check) => ({
          id: check.code,
          name: checkName(check.code),
          used: usedShare(check),
          says: checkSays(check),
        }))}
        {...(rest > 0 && { folded: `${rest} more, all with room` })}
      />
    </section>
  );
}
