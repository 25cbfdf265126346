'use client';

import { formatAge } from '@ultrathink/domain/kernel';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useFreshness, useLineSnapshot, useLive } from '@/features/live/use-live.ts';
import { useNow } from '@/ui/clock.ts';
import { cn } from '@/ui/cn.ts';
import { Glyph } from '@/ui/glyph.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { type StatusLook, TRADING_STATE } from '@/ui/status-words.ts';
import { untilLoaded } from '@/ui/until-loaded.ts';
import { useChosen } from './chosen.ts';
import { type FirmWord, firmWord } from './firm-word.ts';
import type { Part, StripLists } from './parts.ts';
import { StripCell } from './strip-cell.tsx';
import { type Strip, useStrip } from './use-strip.ts';

const StripDrawer = lazy(() => untilLoaded(() => import('./strip-drawer.tsx')));

/** Firm and chosen client, venues, what is not known, what differs, and up to where it is sealed. */
export function StripCells({ lists }: { readonly lists: StripLists }) {
  const { strip, isFailing, maySee } = useStrip();
  const chosen = useChosen(strip);
  const [open, setOpen] = useState<Part | null>(null);
  if (!maySee) return null;
  const firm = strip?.states.find(({ level }) => level === 'firm')?.state ?? 'Active';
  return (
    <>
      {firm === 'Halted' && (
        <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.75 bg-danger" />
      )}
      <StripCell
        label="Trading states"
        isPhone
        className="order-none"
        onOpen={() => setOpen('states')}
      >
        <FirmState strip={strip} isFailing={isFailing} />
      </StripCell>
      {chosen !== null && (
        <StripCell
          label={`Trading of ${chosen.name}`}
          className="order-none"
          onOpen={() => setOpen('states')}
        >
          <StateWord name={chosen.name} look={TRADING_STATE[chosen.stop?.state ?? 'Active']} />
        </StripCell>
      )}
      {chosen === null && <StoppedLevels strip={strip} onOpen={() => setOpen('states')} />}
      <VenueCells strip={strip} onOpen={() => setOpen('venues')} />
      <DoubtCells strip={strip} onOpen={setOpen} />
      <Sealed strip={strip} onOpen={() => setOpen('sealed')} />
      <Suspense fallback={null}>
        {open !== null && (
          <StripDrawer part={open} strip={strip} lists={lists} onClose={() => setOpen(null)} />
        )}
      </Suspense>
    </>
  );
}

const FIRM: Readonly<Record<FirmWord, StatusLook>> = {
  ...TRADING_STATE,
  NoEngine: { shape: 'square', tone: 'danger', word: 'No engine' },
  NoVenueOpen: { shape: 'ring-dashed', tone: 'warn', word: 'No venue open' },
  Unknown: { shape: 'dash', tone: 'warn', word: 'Unknown' },
  Reading: { shape: 'dash', tone: 'ink-3', word: '…' },
};

/** Looks at the line four times a second, and draws itself alone. */
function FirmState({
  strip,
  isFailing,
}: {
  readonly strip: Strip | undefined;
  readonly isFailing: boolean;
}) {
  const { state, beat } = useLineSnapshot();
  const { state: freshness } = useFreshness();
  const word = firmWord({ strip, isFailing, line: { state, beat, freshness } });
  return <StateWord name="Firm" look={FIRM[word]} />;
}

function StateWord({
  name,
  look: { shape, tone, word },
}: {
  readonly name: string;
  readonly look: StatusLook;
}) {
  return (
    <>
      <Glyph shape={shape} tone={tone} />
      <span className="max-w-40 truncate text-ink-2">{name}</span>
      <b
        className={cn(
          'font-medium',
          tone === 'danger' && 'text-danger',
          tone === 'warn' && 'text-warn',
        )}
      >
        {word}
      </b>
    </>
  );
}

/** Where no client is chosen: how many levels below the firm are stopped. */
function StoppedLevels({
  strip,
  onOpen,
}: {
  readonly strip: Strip | undefined;
  readonly onOpen: () => void;
}) {
  const stopped = (strip?.states ?? []).filter(
    ({ level, state }) => level !== 'firm' && state !== 'Active',
  );
  if (stopped.length === 0) return null;
  return (
    <StripCell label="Stopped levels" className="order-none" onOpen={onOpen}>
      <Glyph shape="diamond" tone="warn" />
      <span className="text-ink-2">Stopped</span>
      <b className="font-medium text-warn">{stopped.length}</b>
    </StripCell>
  );
}

/** The three venues always stand in this order. */
const ORDER = ['binance', 'coinbase', 'kraken'];
const nameOf = (venue: string) => venue.charAt(0).toUpperCase() + venue.slice(1);

function VenueCells({
  strip,
  onOpen,
}: {
  readonly strip: Strip | undefined;
  readonly onOpen: () => void;
}) {
  const maySee = useMay('venues.read');
  const heard = useLive('market-data.venues');
  if (!maySee) return null;
  const reports = heard
    .map(({ payload }) => payload)
    .toSorted((a, b) => ORDER.indexOf(a.venue) - ORDER.indexOf(b.venue));
  return reports.map(({ venue, current, latencies }) => {
    const usual = latencies.toSorted((a, b) => b.count - a.count)[0];
    // Its market may be up while orders can't go there.
    const isCompared = strip?.reconciling.includes(venue) !== true;
    const state = current.state === 'UP' && !isCompared ? 'RECONCILING' : current.state;
    const isUp = state === 'UP';
    return (
      <StripCell
        key={venue}
        label={`Venue ${nameOf(venue)}`}
        onOpen={onOpen}
        className="max-lg:hidden"
      >
        {!isUp && <Glyph shape="diamond" tone="warn" />}
        <span className="text-ink-2">{nameOf(venue)}</span>
        <b className={cn('font-medium tabular-nums', !isUp && 'text-warn')}>
          {isUp
            ? usual === undefined
              ? 'Up'
              : `${Math.round(usual.p50Ms)} ms`
            : state.charAt(0) + state.slice(1).toLowerCase()}
        </b>
      </StripCell>
    );
  });
}

function DoubtCells({
  strip,
  onOpen,
}: {
  readonly strip: Strip | undefined;
  readonly onOpen: (part: Part) => void;
}) {
  const { unconfirmed = null, breaks = null } = strip ?? {};
  return (
    <>
      {unconfirmed !== null && (
        <StripCell label="Unconfirmed orders" isPhone onOpen={() => onOpen('unconfirmed')}>
          {unconfirmed > 0 && <Glyph shape="diamond-mark" tone="warn" />}
          <span className={unconfirmed > 0 ? 'text-warn' : 'text-ink-2'}>Unconfirmed</span>
          <b className={cn('font-medium tabular-nums', unconfirmed > 0 && 'text-warn')}>
            {unconfirmed}
          </b>
        </StripCell>
      )}
      {breaks !== null && (
        <StripCell label="Breaks" isPhone onOpen={() => onOpen('breaks')}>
          {breaks > 0 && <Glyph shape="diamond" tone="warn" />}
          <span className={breaks > 0 ? 'text-warn' : 'text-ink-2'}>Breaks</span>
          <b className={cn('font-medium tabular-nums', breaks > 0 && 'text-warn')}>{breaks}</b>
        </StripCell>
      )}
    </>
  );
}

function Sealed({
  strip,
  onOpen,
}: {
  readonly strip: Strip | undefined;
  readonly onOpen: () => void;
}) {
  const now = useNow(1_000);
  const { locale } = useLocale();
  if (strip === undefined || strip.sealed === null) return null;
  const { size, at } = strip.sealed;
  const age = now === null ? null : formatAge(Math.max(0, now - Date.parse(at)), locale);
  return (
    <StripCell label="Sealed trail" onOpen={onOpen} className="after:hidden max-xl:hidden">
      <span className="text-ink-2">Sealed to</span>
      <b className="font-medium tabular-nums">{new Intl.NumberFormat(locale).format(size)}</b>
      {age !== null && <span className="text-ink-3 tabular-nums">{age} ago</span>}
    </StripCell>
  );
}
