'use client';

import { type ReactElement, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import { ConfirmDialog } from '@/ui/confirm-dialog.tsx';
import { Dialog, DialogClose } from '@/ui/dialog.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Glyph } from '@/ui/glyph.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Kbd } from '@/ui/kbd.tsx';
import { Or } from '@/ui/or.tsx';
import { OtpInput } from '@/ui/otp-input.tsx';
import { OrdStatus, Unconfirmed } from '@/ui/status.tsx';
import { Timeline } from '@/ui/timeline.tsx';
import { Hash } from '@/ui/value.tsx';
import { UNCONFIRMED_EVENTS } from './unconfirmed-events.ts';

const ACTION_HASH = '7c1e4f0b9d2a6c8e1f3b5d7a9c0e2f4a6b8d0c1e3f5a7b9d1c3e5f7a9b1d90ab';

type OpenProps = {
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly trigger?: ReactElement;
};

const ORDERS = [
  ['09:40:51', 'O-4181', 'Meridian Family Office', 'Sell', 'ETH-USD', '120.00'],
  ['09:40:59', 'O-4180', 'Osprey Bank', 'Buy', 'XRP-USD', '250,000'],
  ['09:38:20', 'O-4179', 'Corvane Global Macro', 'Sell', 'SOL-USD', '4,500.0'],
  ['09:37:02', 'O-4176', 'Northgate Capital', 'Sell', 'BTC-USD', '5.0000'],
  ['09:31:10', 'O-4168', 'Vantoor Reserve Fund', 'Buy', 'BTC-USD', '40.0000'],
  ['09:22:37', 'O-4160', 'Aster Treasury', 'Sell', 'ETH-USD', '300.00'],
  ['09:12:05', 'O-4151', 'Tarn Digital', 'Buy', 'ADA-USD', '90,000'],
] as const;

/** A blotter to stand under a surface; it is a picture, and nothing in it can be reached. */
export function BlotterBackdrop() {
  return (
    <ul aria-hidden="true" className="max-w-180 px-5 pt-2">
      {ORDERS.map(([time, id, client, side, instrument, quantity]) => (
        <li
          key={id}
          className={cn(
            'grid h-row grid-cols-[64px_60px_minmax(150px,1fr)_56px_76px_72px_124px] items-center gap-3',
            'whitespace-nowrap border-line-faint border-b',
            id === 'O-4180' && 'selected-row',
          )}
        >
          <span className="text-ink-2">{time}</span>
          <span>{id}</span>
          <span className="truncate">{client}</span>
          <span
            className={cn('flex items-center gap-1.5', side === 'Buy' ? 'text-up' : 'text-down')}
          >
            <Glyph shape={side === 'Buy' ? 'arrow-up' : 'arrow-down'} size={8} />
            {side}
          </span>
          <span>{instrument}</span>
          <span className="text-right">{quantity}</span>
          {id === 'O-4180' ? <Unconfirmed clock="6.2 s" /> : <OrdStatus status="New" />}
        </li>
      ))}
    </ul>
  );
}

/** Evidence of an order whose venue does not answer. */
export function EvidenceDrawer(props: OpenProps) {
  return (
    <Drawer
      {...props}
      title={
        <>
          O-4180 <Unconfirmed clock="6.2 s" />
        </>
      }
      aside={
        <>
          <Kbd keys={['j', 'k']} /> next, previous
        </>
      }
      foot={
        <>
          <Button variant="primary">Ask Kraken now</Button>
          <Button>Open Break</Button>
        </>
      }
    >
      <p className="text-balance text-title">Kraken has not answered. Nothing was sent again.</p>
      <p className="pb-2 text-ink-2">
        Buy 250,000 XRP at 0.6184 for Osprey Bank. Until Kraken answers, 154,600.00 USD stays on
        Hold.
      </p>
      <Timeline label="What was asked of Kraken" events={UNCONFIRMED_EVENTS} />
      <p className="pt-4 pb-1.5 font-medium">What settles it</p>
      <FactList
        facts={[
          { name: 'Kraken answers', value: 'The order becomes New, Filled or Rejected.' },
          { name: 'No answer by 09:41:29', value: 'Break B-118 opens; a person decides.' },
          { name: 'Sent again', value: 'Never by itself. The same ClOrdID would be refused.' },
        ]}
      />
    </Drawer>
  );
}

/** A step-up: what exactly is signed, by passkey first. */
export function StepUpDialog(props: OpenProps) {
  const [code, setCode] = useState('');
  return (
    <Dialog
      {...props}
      bar={
        <>
          <Icon name="key" /> Confirm one action
        </>
      }
      barEnd="valid 52 s"
      title="Raise BTC concentration to 48.0%"
      description="You sign exactly this. Change a character and you confirm again."
      foot={
        <DialogClose render={<Button variant="quiet" className="-ml-2" />}>
          Leave it at 45.0%
        </DialogClose>
      }
    >
      <FactList
        facts={[
          { name: 'Client', value: 'Halden Pension Fund, mandate 3' },
          { name: 'Limit', value: 'BTC concentration, 45.0% to 48.0%' },
          { name: 'Takes effect', value: 'after a second approval, at once' },
          { name: 'Action hash', value: <Hash value={ACTION_HASH} label="action hash" /> },
        ]}
      />
      <Button variant="primary" size="large" wide>
        <Icon name="key" /> Use passkey
      </Button>
      <Or>or the code from your authenticator</Or>
      <OtpInput label="Code" aside="3 tries left" value={code} onValueChange={setCode} />
    </Dialog>
  );
}

/** The kill switch's second step. */
export function HaltDialog({
  onConfirm,
  ...props
}: OpenProps & { readonly onConfirm: () => void }) {
  return (
    <ConfirmDialog
      {...props}
      title="Cancel 14 orders at 3 venues?"
      description="Binance 6, Coinbase 5, Kraken 3. Positions stay. New orders are refused until a second person approves resuming."
      act="Hold to halt the firm"
      assurance={{ kind: 'type-or-hold', word: 'FIRM', label: 'Type the scope' }}
      onConfirm={onConfirm}
    />
  );
}
