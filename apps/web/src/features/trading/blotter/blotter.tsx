'use client';

import { useQuery } from '@tanstack/react-query';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { useMemo, useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { cn } from '@/ui/cn.ts';
import { Drawer } from '@/ui/drawer.tsx';
import { Link } from '@/ui/link.tsx';
import { type TabItem, Tabs } from '@/ui/tabs.tsx';
import { OrderView } from '../order-view.tsx';
import { useAccounts } from '../use-accounts.ts';
import type { BlotterActs } from './acts.ts';
import { BreaksTab, UnconfirmedTab } from './doubts-tabs.tsx';
import { ExecutionsTab } from './executions-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { BalancesTab, PositionsTab } from './holdings-tabs.tsx';
import type { TabProps } from './tab-table.tsx';
import { type BlotterTab, useBlotterAddress } from './use-address.ts';
import { type Naming, useNaming } from './use-lists.ts';
import { useTradingNotices } from './use-notices.ts';
import { WorkingTab } from './working-tab.tsx';

const NO_ACTS: BlotterActs = {};
/** Nobody tells of these by themselves. */
const COUNT_EVERY_MS = 10_000;
/** What is told is put in at once. */
const LOOK_AGAIN_MS = 60_000;
/** Working orders of one look; beyond them their number is not known, and says so. */
const COUNTED = 200;

export interface DeskBlotterProps {
  /** Orders, executions and holdings of this instrument alone; null: of all. */
  readonly instrument?: string | null;
  /** Under a chart: flush with its region, and as high as that is. */
  readonly isCompact?: boolean;
  readonly acts?: BlotterActs;
  readonly className?: string;
}

/** What works, what was done, what is held and what is in doubt, in one place; live. */
export function DeskBlotter({
  instrument = null,
  isCompact = false,
  acts = NO_ACTS,
  className,
}: DeskBlotterProps) {
  useTradingNotices();
  const { address, change } = useBlotterAddress();
  const naming = useNaming();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const tabs = useTabs(address.show, instrument);
  return (
    <section
      aria-label="Blotter"
      className={cn('flex min-h-0 min-w-0 flex-col', !isCompact && 'px-gutter pb-7', className)}
    >
      <Tabs<BlotterTab>
        label="Blotter"
        value={address.show}
        onValueChange={(show) => change({ show, evidence: null })}
        tabs={tabs}
        className={cn(isCompact && 'px-gutter')}
        tools={<div ref={setSlot} className="flex items-stretch gap-4 self-stretch" />}
      />
      <BlotterPanel
        key={address.show}
        tab={address.show}
        naming={naming}
        acts={acts}
        evidence={address.evidence}
        onEvidence={(evidence) => change({ evidence })}
        onOrder={(order) => change({ order })}
        frame={{ slot, instrument, isCompact }}
      />
      <OrderDrawer order={address.order} onClose={() => change({ order: null })} />
    </section>
  );
}

interface PanelProps {
  readonly tab: BlotterTab;
  readonly naming: Naming;
  readonly acts: BlotterActs;
  readonly evidence: string | null;
  readonly onEvidence: (id: string | null) => void;
  readonly onOrder: (order: string) => void;
  readonly frame: TabProps;
}

function BlotterPanel({ tab, naming, acts, evidence, onEvidence, onOrder, frame }: PanelProps) {
  const common = { ...frame, naming };
  const doubt = { ...common, acts, open: evidence, onOpen: onEvidence };
  switch (tab) {
    case 'working':
      return <WorkingTab {...common} onOpen={onOrder} />;
    case 'unconfirmed':
      return <UnconfirmedTab {...doubt} />;
    case 'history':
      return <HistoryTab {...common} onOpen={onOrder} />;
    case 'executions':
      return <ExecutionsTab {...common} onOpen={onOrder} />;
    case 'positions':
      return <PositionsTab {...common} />;
    case 'balances':
      return <BalancesTab {...common} />;
    case 'breaks':
      return <BreaksTab {...doubt} />;
  }
}

/** How many stand behind each tab, where a number calls for somebody. */
function useTabs(show: BlotterTab, instrument: string | null): readonly TabItem<BlotterTab>[] {
  const trpc = useTRPC();
  const every = { refetchInterval: COUNT_EVERY_MS };
  const mayBreaks = useMay('portfolio.readBreaks');
  const working = useQuery(
    trpc.trading.listOrders.queryOptions(
      { show: 'Working', instrument, most: COUNTED },
      { refetchInterval: LOOK_AGAIN_MS },
    ),
  );
  const doubts = useQuery(trpc.trading.listUnconfirmed.queryOptions({}, every));
  const breaks = useQuery(
    trpc.portfolio.listBreaks.queryOptions({ show: 'Open' }, { ...every, enabled: mayBreaks }),
  );
  const counts = {
    working: working.data && `${working.data.orders.length}${working.data.isMore ? '+' : ''}`,
    unconfirmed: doubts.data?.unconfirmed.length,
    breaks: breaks.data?.breaks.length,
  };
  return useMemo(() => {
    const warned = (count: number | undefined) =>
      count === undefined ? {} : { count, ...(count > 0 && { tone: 'warn' as const }) };
    return [
      {
        value: 'working',
        label: 'Working',
        ...(counts.working !== undefined && { count: counts.working }),
      },
      { value: 'unconfirmed', label: 'Unconfirmed', ...warned(counts.unconfirmed) },
      { value: 'history', label: 'History' },
      { value: 'executions', label: 'Executions' },
      { value: 'positions', label: 'Positions' },
      { value: 'balances', label: 'Balances' },
      ...(mayBreaks || show === 'breaks'
        ? [{ value: 'breaks' as const, label: 'Breaks', ...warned(counts.breaks) }]
        : []),
    ];
  }, [counts.working, counts.unconfirmed, counts.breaks, mayBreaks, show]);
}

function OrderDrawer({
  order,
  onClose,
}: {
  readonly order: string | null;
  readonly onClose: () => void;
}) {
  const { names } = useAccounts();
  return (
    <Drawer
      open={order !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Order"
      aside={order !== null && <Link href={`/desk/orders/${order}`}>Its page</Link>}
    >
      {order !== null && <OrderView key={order} id={order as ClOrdId} names={names} />}
    </Drawer>
  );
}
