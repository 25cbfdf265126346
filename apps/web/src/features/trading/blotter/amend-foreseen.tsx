import { venueName } from '@ultrathink/domain/market-data';
import { toldError } from '@/trpc/told-error.ts';
import type { Fact } from '@/ui/facts.tsx';
import { Money } from '@/ui/value.tsx';
import type { AmendPreview, Decision, OrderRow } from '../model.ts';
import { Checks } from '../ticket/checks.tsx';
import { CostPart } from '../ticket/cost.tsx';
import { Route } from '../ticket/route.tsx';
import { checkName, checkReason, rejectionText } from '../words.ts';

/** What the order would hold, and what becomes of its places in the queues of venues. */
export function foreseenFacts(
  row: OrderRow,
  { reserved, decision, queues }: AmendPreview,
): readonly Fact[] {
  const { asset, before, after } = reserved;
  const round = row.side === 'Buy' ? { decimals: 2 } : {};
  const isHeld = decision === null || decision.verdict === 'Placed';
  return [
    {
      name: 'Reserved',
      value: (
        <span>
          <Money value={before} asset={asset} {...round} /> <span aria-hidden="true">→</span>{' '}
          <span className="sr-only">becomes</span>
          {isHeld ? (
            <Money value={after} asset={asset} {...round} className="font-medium" />
          ) : (
            'nothing more'
          )}
        </span>
      ),
    },
    { name: 'Queue', value: queueText(queues) },
  ];
}

function queueText(queues: readonly string[]): string {
  if (queues.length === 0) return 'Nothing of it is at a venue: no place is lost';
  const venues = [...new Set(queues)].map(venueName).join(', ');
  return `Lost at ${venues}: canceled there first, then routed anew`;
}

/** What the engine would make of the change now: what is left of the order, its price, way and checks. */
export function Foreseen({
  row,
  digits,
  preview,
  error,
  atMs,
}: {
  readonly row: OrderRow;
  readonly digits: number;
  readonly preview: AmendPreview | undefined;
  readonly error: unknown;
  readonly atMs: number;
}) {
  const [base = '', quote = ''] = row.instrument.split('/');
  if (error !== null && error !== undefined) {
    return (
      <p role="alert" className="text-danger">
        {toldError(error).sentence}
      </p>
    );
  }
  if (preview === undefined) {
    return <p className="min-h-40 text-ink-2">Asking the engine what it would decide.</p>;
  }
  const { decision, cost, isLetThrough } = preview;
  if (decision === null) return <p className="text-ink-2">Nothing would be left to trade.</p>;
  const isWaiting = decision.verdict === 'Placed' && cost === null;
  return (
    <div>
      {decision.verdict === 'Refused' && (
        <Refused
          decision={decision}
          after={
            isLetThrough
              ? 'Less is never refused: the change is made, and nothing of the rest is routed again.'
              : 'The order would work on as it does.'
          }
        />
      )}
      {isWaiting && (
        <p className="border-b pb-2.5 text-ink-2">
          It waits for its trigger. Then it is routed, and every check is made again.
        </p>
      )}
      {cost !== null && (
        <>
          <CostPart
            side={row.side}
            cost={cost}
            base={base}
            quote={quote}
            decimals={digits}
            atMs={atMs}
          />
          <Route cost={cost} unit={base} />
        </>
      )}
      <Checks decision={decision} assets={{ base, quote }} />
    </div>
  );
}

/** Why not, check by check, and what is of the order then. */
export function Refused({
  decision,
  after,
}: {
  readonly decision: Decision;
  readonly after: string;
}) {
  const against = decision.decisions.flatMap(({ checks }) =>
    checks.filter(({ verdict }) => verdict === 'Refuse' || verdict === 'CannotTell'),
  );
  const once = new Map(against.map((check) => [check.code, check]));
  return (
    <div role="alert" className="border-l-2 border-l-danger pb-1 pl-2.5 text-danger">
      {decision.rejection !== null && <p>{rejectionText(decision.rejection)}</p>}
      <ul>
        {[...once.values()].map((check) => (
          <li key={check.code}>
            {checkName(check.code)}: {checkReason(check)}
          </li>
        ))}
      </ul>
      <p className="text-ink-2">{after}</p>
    </div>
  );
}
