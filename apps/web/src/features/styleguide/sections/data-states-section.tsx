'use client';

import type { ReactNode } from 'react';
import { cn } from '@/ui/cn.ts';
import { Glyph } from '@/ui/glyph.tsx';
import { Kbd } from '@/ui/kbd.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState, ErrorState, ForbiddenState, OfflineState } from '@/ui/states.tsx';
import { Freshness, OrdStatus, Status } from '@/ui/status.tsx';

const COLUMNS = cn(
  'gap-3 grid-cols-[60px_56px_minmax(0,1fr)_72px_116px]',
  'max-md:grid-cols-[56px_48px_minmax(0,1fr)_116px] max-md:[&>:nth-child(3)]:hidden',
);
const HEADS = ['Order', 'Side', 'Instrument', 'Quantity', 'OrdStatus'] as const;

export function DataStatesSection() {
  return (
    <div className="grid gap-x-10 gap-y-10 lg:grid-cols-2">
      <Sample name="Empty" word={<Freshness state="live" age="0.2 s" />}>
        <EmptyState
          next={
            <>
              Place one with <Kbd keys="b" />
            </>
          }
        >
          No working orders.
        </EmptyState>
      </Sample>
      <Sample
        name="Loading"
        word={<span className="text-ink-3 text-label">Loading since 0.4 s</span>}
      >
        <SkeletonRows rows={4} columns={{ count: 5, className: COLUMNS }} label="Loading orders" />
      </Sample>
      <Sample
        name="Error"
        word={
          <Status
            look={{ shape: 'cross', tone: 'danger', word: 'Not loaded' }}
            className="text-label"
          />
        }
      >
        <ErrorState safe="Trading is not affected." quote="7F3K-22" onRetry={() => {}}>
          This page could not load its orders.
        </ErrorState>
      </Sample>
      <Sample
        name="Forbidden"
        word={
          <Status
            look={{ shape: 'lock', tone: 'ink-3', word: 'Not yours to see' }}
            className="text-ink-3 text-label"
          />
        }
      >
        <ForbiddenState ask="H. Sato or any desk head">
          Your role can’t see orders of Osprey Bank.
        </ForbiddenState>
      </Sample>
      <Sample name="Stale" word={<Freshness state="stale" age="12 s" />}>
        <Rows />
      </Sample>
      <Sample name="Offline" word={<Freshness state="offline" age="since 09:41:20" />}>
        <Rows />
        <OfflineState since="09:41:20">
          As of 09:41:19. Sending is closed; venues keep your orders working.
        </OfflineState>
      </Sample>
    </div>
  );
}

function Sample({
  name,
  word,
  children,
}: {
  readonly name: string;
  readonly word: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="min-h-48 min-w-0 border-t pt-2.5">
      <div className="flex items-center justify-between">
        <h2 className="font-medium">{name}</h2>
        {word}
      </div>
      <div className={cn('grid h-row-head items-center border-b text-ink-3 text-label', COLUMNS)}>
        {HEADS.map((head) => (
          <span key={head} className={cn(head === 'Quantity' && 'text-right')}>
            {head}
          </span>
        ))}
      </div>
      {children}
    </section>
  );
}

const ORDERS = [
  ['O-4181', 'Sell', 'ETH-USD', '120.00', 'PartiallyFilled'],
  ['O-4176', 'Sell', 'BTC-USD', '5.0000', 'New'],
  ['O-4151', 'Buy', 'ADA-USD', '90,000', 'New'],
] as const;

function Rows() {
  return (
    <ul>
      {ORDERS.map(([id, side, instrument, quantity, status]) => (
        <li
          key={id}
          className={cn(
            'grid h-row items-center whitespace-nowrap border-line-faint border-b text-ink-2',
            COLUMNS,
          )}
        >
          <span>{id}</span>
          <span
            className={cn('flex items-center gap-1.5', side === 'Buy' ? 'text-up' : 'text-down')}
          >
            <Glyph shape={side === 'Buy' ? 'arrow-up' : 'arrow-down'} size={8} />
            {side}
          </span>
          <span>{instrument}</span>
          <span className="text-right">{quantity}</span>
          <OrdStatus status={status} />
        </li>
      ))}
    </ul>
  );
}
