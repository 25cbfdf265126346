/**
 * Funds that were held or let go. A few of them are told with the order that they are for; the many of
 * a block by themselves, so that no event grows with the number of its clients.
 */
import type { EventDraft } from '../../../audit/index.ts';
import { type ClientId, mapGet } from '../../../kernel/index.ts';
import type { LedgerEvent } from '../../../ledger/index.ts';
import type { Decided } from '../journal.ts';
import { clientOf, shown } from '../projections/common.ts';

export interface HoldLine {
  readonly client: ClientId | null;
  /** What happened, the hold, its asset and the whole reserve as it was set; null where it ended. */
  readonly line: readonly [string, string, string | null, string | null];
}

/** Null for what is no hold's, and for one that is only forgotten. */
export function holdLineOf(event: LedgerEvent, { before, after }: Decided): HoldLine | null {
  switch (event.type) {
    case 'HoldReserved': {
      const { account, amount, hold } = event;
      const line = ['Reserved', hold, account.asset, shown(amount)] as const;
      return { client: clientOf(after, account.account), line };
    }
    case 'HoldResized':
    case 'HoldReleased': {
      const known =
        mapGet(before.ledger.holds, event.hold) ?? mapGet(after.ledger.holds, event.hold);
      const client = known === undefined ? null : clientOf(after, known.account.account);
      const asset = known?.account.asset ?? null;
      const reserved = event.type === 'HoldResized' ? shown(event.reserved) : null;
      const what = event.type === 'HoldResized' ? 'Resized' : 'Released';
      return { client, line: [what, event.hold, asset, reserved] };
    }
    default:
      return null;
  }
}

const MOST_TOLD_WITH_AN_ORDER = 20;
const MOST_TOLD_AT_ONCE = 500;

/** The drafts, and the lines of holds in one of them or in drafts of their own. */
export function holdDrafts(
  drafts: readonly EventDraft[],
  lines: readonly HoldLine[],
): readonly EventDraft[] {
  if (lines.length === 0) return drafts;
  const place = drafts.findIndex(({ subject }) => subject.kind === 'Order');
  const host = drafts[place];
  const isHosts = lines.every(({ client }) => client === (host?.clientId ?? null));
  if (host !== undefined && isHosts && lines.length <= MOST_TOLD_WITH_AN_ORDER) {
    const holds = lines.map(({ line }) => line);
    const told = { ...host, after: { ...(host.after as object | undefined), holds } };
    return drafts.with(place, told);
  }
  return [...drafts, ...ownDrafts(lines)];
}

/** Of one client each, in the order in which they were first named. */
function ownDrafts(lines: readonly HoldLine[]): readonly EventDraft[] {
  const byClient = Map.groupBy(lines, ({ client }) => client);
  return [...byClient].flatMap(([client, theirs]) =>
    Array.from({ length: Math.ceil(theirs.length / MOST_TOLD_AT_ONCE) }, (_, n) => {
      const part = theirs.slice(n * MOST_TOLD_AT_ONCE, (n + 1) * MOST_TOLD_AT_ONCE);
      return {
        action: 'ledger.moveHolds',
        subject: { kind: 'Hold', id: part[0]?.line[1] ?? '' },
        clientId: client,
        after: { holds: part.map(({ line }) => line) },
      };
    }),
  );
}
