import { toldError } from '@/trpc/told-error.ts';
import { Checks } from './checks.tsx';
import { CostPart } from './cost.tsx';
import { type Draft, needsStop } from './draft.ts';
import { RefusalPart } from './refusal.tsx';
import { Route } from './route.tsx';
import type { Tradeable } from './tradeable.ts';
import type { useOrderPreview } from './use-order-asking.ts';
import { useTicketWords } from './use-ticket-words.ts';

/** What the engine would decide now: its refusal or its price, where it would go, and every check. */
export function Assessment({
  asked: { preview, error, atMs },
  draft,
  isWhole,
  tradeable,
  onChange,
}: {
  readonly asked: ReturnType<typeof useOrderPreview>;
  readonly draft: Draft;
  /** Nothing of the order is missing. */
  readonly isWhole: boolean;
  readonly tradeable: Tradeable;
  readonly onChange: (to: Partial<Draft>) => void;
}) {
  const [base = '', quote = ''] = tradeable.name.split('/');
  const words = useTicketWords();
  if (error !== null) {
    return <p className="border-b py-2.5 text-danger">{toldError(error).sentence}</p>;
  }
  if (preview === undefined) {
    return <p className="border-b py-3 text-ink-2">{isWhole ? words.asking : words.before}</p>;
  }
  const { cost, decision } = preview;
  const isWaiting = cost === null && needsStop(draft.ordType) && decision.verdict === 'Placed';
  return (
    <>
      {decision.verdict === 'Refused' && (
        <RefusalPart
          decision={decision}
          draft={draft}
          tradeable={tradeable}
          base={base}
          routed={cost === null || cost.unrouted === '0' ? null : cost.quantity}
          onChange={onChange}
        />
      )}
      {isWaiting ? (
        <p className="border-b py-2.5 text-ink-2">{words.untilTriggered}</p>
      ) : (
        <CostPart
          side={draft.side}
          cost={cost}
          base={base}
          quote={quote}
          decimals={tradeable.digits}
          atMs={atMs}
        />
      )}
      {cost !== null && <Route cost={cost} unit={base} />}
      <Checks decision={decision} assets={{ base, quote }} />
    </>
  );
}
