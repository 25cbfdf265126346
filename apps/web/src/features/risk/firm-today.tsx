'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { Figure } from '@/ui/figure.tsx';
import { KpiLine } from '@/ui/kpi.tsx';
import { Link } from '@/ui/link.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { Status } from '@/ui/status.tsx';
import { TRADING_STATE } from '@/ui/status-words.ts';
import { Age, Time, Zone } from '@/ui/time.tsx';
import { type Strip, useStrip } from './strip/use-strip.ts';

/** How the firm stands now: one sentence, four figures, and under them what waits. */
export function FirmToday({ children }: { readonly children: ReactNode }) {
  const { strip } = useStrip();
  return (
    <div className="flex flex-1 flex-col">
      <PageHead
        title={sentenceOf(strip)}
        about={
          strip === undefined ? (
            'Reading how the firm stands.'
          ) : (
            <>
              Orders go {strip.mode === 'Live' ? 'to the venues' : 'to paper'}. As of{' '}
              <Time at={strip.at} /> <Zone at={strip.at} />.
            </>
          )
        }
      />
      <div className="px-gutter">
        <Figures strip={strip} />
      </div>
      {children}
    </div>
  );
}

const stoppedOf = ({ states }: Strip) =>
  states.filter(({ level, state }) => level !== 'firm' && state !== 'Active').length;

const firmOf = ({ states }: Strip) =>
  states.find(({ level }) => level === 'firm')?.state ?? 'Active';

/** What matters most comes first; what nobody knows is not said to be well. */
function sentenceOf(strip: Strip | undefined): string {
  if (strip === undefined) return 'Compliance';
  if (strip.engine !== 'Trading') return 'No order is taken: the engine does not trade.';
  if (firmOf(strip) !== 'Active') return `The firm is ${firmOf(strip).toLowerCase()}.`;
  const stopped = stoppedOf(strip);
  if (stopped > 0)
    return stopped === 1 ? 'One level is stopped.' : `${stopped} levels are stopped.`;
  const open = strip.breaks ?? 0;
  if (open > 0) return open === 1 ? 'One break is open.' : `${open} breaks are open.`;
  return 'Nothing is stopped.';
}

function Figures({ strip }: { readonly strip: Strip | undefined }) {
  const { locale } = useLocale();
  const count = (of: number | null | undefined) => (
    <Figure value={of == null ? null : String(of)} />
  );
  const stopped = strip === undefined ? 0 : stoppedOf(strip);
  const sealed = strip?.sealed ?? null;
  return (
    <KpiLine
      label="How the firm stands"
      cells={[
        {
          id: 'firm',
          label: 'The whole firm',
          figure:
            strip === undefined ? count(null) : <Status look={TRADING_STATE[firmOf(strip)]} />,
          context: (
            <Link variant="quiet" href="/compliance/trading">
              {stopped === 0 ? 'no level below it is stopped' : `${stopped} stopped below it`}
            </Link>
          ),
        },
        {
          id: 'unconfirmed',
          label: 'Unconfirmed',
          figure: count(strip?.unconfirmed),
          context: 'orders without a proven outcome',
        },
        {
          id: 'breaks',
          label: 'Breaks open',
          figure: count(strip?.breaks),
          context: (
            <Link variant="quiet" href="/compliance/reconciliation">
              our books against the venues
            </Link>
          ),
        },
        {
          id: 'sealed',
          label: 'Sealed events',
          figure: sealed === null ? count(null) : <span>{formatInteger(sealed.size, locale)}</span>,
          context: (
            <Link variant="quiet" href="/compliance/audit">
              {sealed === null ? (
                'not signed yet'
              ) : (
                <>
                  signed <Age since={sealed.at} /> ago
                </>
              )}
            </Link>
          ),
        },
      ]}
    />
  );
}
