'use client';

import { useQuery } from '@tanstack/react-query';
import { formatRunningClock } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import type { Route } from 'next';
import type { ReactNode } from 'react';
import { useLive } from '@/features/live/use-live.ts';
import { useTRPC } from '@/trpc/client.ts';
import { Button } from '@/ui/button.tsx';
import { useNow } from '@/ui/clock.ts';
import { cn } from '@/ui/cn.ts';
import { Glyph } from '@/ui/glyph.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Link } from '@/ui/link.tsx';
import { LiveRegion } from '@/ui/live-region.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Status } from '@/ui/status.tsx';
import { ORD_STATUS, type OrdStatusName } from '@/ui/status-words.ts';
import { Quantity } from '@/ui/value.tsx';
import { useBlotterAddress } from '../blotter/use-address.ts';
import type { Sending } from '../placing/sending.ts';
import type { Sent } from '../placing/sent.ts';
import { rejectionText } from '../words.ts';
import { figureText } from './order-text.ts';
import { PLAIN_STATUS } from './ticket-words.ts';
import { useIsClient, useTicketWords } from './use-ticket-words.ts';

/** What became of the order that was sent last: never more than is known. */
export function Progress({
  sending,
  onAskAgain,
  onDismiss,
  orderPath,
}: {
  readonly sending: Sending<Sent<unknown>>;
  readonly orderPath: string | null;
  readonly onAskAgain: () => void;
  readonly onDismiss: () => void;
}) {
  const words = useTicketWords();
  switch (sending.kind) {
    case 'None':
      return null;
    case 'Asking':
      return (
        <Part text={sending.sent.text}>
          <Status look={{ shape: 'ring-dashed', tone: 'ink-3', word: 'Sent' }}>
            {sending.isAgain ? words.askedAgain : null}
          </Status>
        </Part>
      );
    case 'Unknown':
      return (
        <Part text={sending.sent.text} isLoud>
          <Status look={{ shape: 'diamond-mark', tone: 'warn', word: words.unconfirmed }}>
            <Waiting sinceMs={sending.sent.atMs} />
          </Status>
          <p className="pt-0.5 text-ink-2">
            {sending.sentence} It may be placed. Asking again with the same key never places it
            twice; if it never arrived, it is placed then.
          </p>
          <Button size="small" className="mt-1.5" onClick={onAskAgain}>
            {words.askAgain}
          </Button>
        </Part>
      );
    case 'Refused':
      return (
        <Part text={sending.sent.text} onDismiss={onDismiss}>
          <Status look={{ shape: 'cross', tone: 'danger', word: 'Refused' }}>
            {sending.decision.rejection === null ? null : rejectionText(sending.decision.rejection)}
          </Status>
        </Part>
      );
    case 'NotSent':
      return (
        <Part text={sending.sent.text} onDismiss={onDismiss}>
          <Status look={{ shape: 'cross', tone: 'danger', word: 'Not sent.' }} />{' '}
          <span className="text-ink-2">{sending.sentence}</span>
        </Part>
      );
    default:
      return (
        <Placed
          clOrdId={sending.clOrdId}
          text={sending.sent.text}
          orderPath={orderPath}
          onDismiss={onDismiss}
        />
      );
  }
}

function Part({
  text,
  isLoud = false,
  onDismiss,
  children,
}: {
  readonly text: string;
  readonly isLoud?: boolean;
  readonly onDismiss?: () => void;
  readonly children: ReactNode;
}) {
  return (
    <section
      aria-label="Order sent"
      className={cn('relative border-b py-2 pr-6 text-label', isLoud && 'bg-warn-wash px-2')}
    >
      <p className="truncate font-medium text-body">{text}</p>
      {children}
      {onDismiss !== undefined && (
        <button
          type="button"
          aria-label="Put it away"
          onClick={onDismiss}
          className="absolute top-1.5 right-0 grid size-6 place-items-center text-ink-3 hover:text-ink"
        >
          <Icon name="close" size={12} />
        </button>
      )}
    </section>
  );
}

function Waiting({ sinceMs }: { readonly sinceMs: number }) {
  const now = useNow(250);
  const { locale } = useLocale();
  return now === null ? null : (
    <span className="tabular-nums">{formatRunningClock(Math.max(0, now - sinceMs), locale)}</span>
  );
}

const ENDED: ReadonlySet<string> = new Set(['Filled', 'Canceled', 'Rejected', 'Expired']);
/** The stream tells at once; this is for a line that was away. */
const READ_AGAIN_MS = 3_000;

/** Sent, New, Filled: as the venue says it, and not before. */
function Placed({
  clOrdId,
  text,
  orderPath,
  onDismiss,
}: {
  readonly clOrdId: ClOrdId;
  readonly text: string;
  readonly orderPath: string | null;
  readonly onDismiss: () => void;
}) {
  const trpc = useTRPC();
  const words = useTicketWords();
  const isClient = useIsClient();
  const { locale } = useLocale();
  const { change } = useBlotterAddress();
  const heard = useLive('trading.orders').find(({ payload }) => payload.clOrdId === clOrdId);
  const read = useQuery(
    trpc.trading.getOrder.queryOptions(
      { clOrdId },
      {
        refetchInterval: ({ state }) =>
          ENDED.has(state.data?.order.ordStatus ?? '') ? false : READ_AGAIN_MS,
      },
    ),
  );
  // Whatever is further of the two: neither goes back, but one may be late.
  const order = furtherOf(heard?.payload, read.data?.order);
  const status = order?.ordStatus ?? 'PendingNew';
  const isUnconfirmed = (heard?.payload.unconfirmed.length ?? 0) > 0;
  const base = order?.instrument.split('/')[0] ?? '';
  const filled =
    order === undefined || order.cumQty === '0'
      ? ''
      : `${figureText(order.cumQty, locale)} of ${figureText(order.orderQty, locale)} ${base}`;
  return (
    <Part text={text} onDismiss={onDismiss}>
      <p className="flex flex-wrap items-center gap-x-3">
        <Status look={{ shape: 'check', tone: 'accent', word: 'Sent' }} />
        {status !== 'PendingNew' && status !== 'New' && (
          <Status
            look={{ shape: 'ring', tone: 'ink-2', word: isClient ? PLAIN_STATUS.New : 'New' }}
            className="text-ink-3"
          />
        )}
        <Status look={ORD_STATUS[status]} {...(isClient && { word: PLAIN_STATUS[status] })} />
        {isUnconfirmed && (
          <Status look={{ shape: 'diamond-mark', tone: 'warn', word: words.unconfirmed }} />
        )}
        {orderPath === null ? (
          <button
            type="button"
            onClick={() => change({ order: clOrdId })}
            className="relative ml-auto font-medium text-accent underline-offset-3 before:absolute before:-inset-1.5 hover:underline"
          >
            Open
          </button>
        ) : (
          <Link href={`${orderPath}/${clOrdId}` as Route} className="ml-auto">
            Open
          </Link>
        )}
      </p>
      {order !== undefined && order.cumQty !== '0' && (
        <p className="flex items-center gap-1.5 text-ink-2 tabular-nums">
          <Glyph shape="half" tone="accent" size={10} />
          {filled}
          {order.avgPx !== null && (
            <>
              {' '}
              at <Quantity value={order.avgPx} decimals={2} />
            </>
          )}
        </p>
      )}
      <LiveRegion>
        {`${text}: ${isClient ? PLAIN_STATUS[status] : status}${filled === '' ? '' : `, ${filled} filled`}${isUnconfirmed ? ', unconfirmed' : ''}.`}
      </LiveRegion>
    </Part>
  );
}

interface Told {
  readonly instrument: string;
  readonly ordStatus: OrdStatusName;
  readonly orderQty: string;
  readonly cumQty: string;
  readonly avgPx: string | null;
}

const FAR: Readonly<Record<string, number>> = { PendingNew: 0, New: 1 };
const farOf = ({ ordStatus, cumQty }: Told): number =>
  ENDED.has(ordStatus) ? Number.POSITIVE_INFINITY : (FAR[ordStatus] ?? 2) + Number(cumQty);

function furtherOf(a: Told | undefined, b: Told | undefined): Told | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return farOf(a) >= farOf(b) ? a : b;
}
