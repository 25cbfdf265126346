'use client';

import type { OrdType } from '@ultrathink/domain/trading';
import { useEffect, useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { toldError } from '@/trpc/told-error.ts';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Checkbox } from '@/ui/checkbox.tsx';
import { Combobox } from '@/ui/combobox.tsx';
import { Field, FieldCells } from '@/ui/field.tsx';
import { PriceInput, QuantityInput } from '@/ui/number-input.tsx';
import { SideSwitch } from '@/ui/segmented.tsx';
import { Select } from '@/ui/select.tsx';
import type { AccountChoice } from '../use-accounts.ts';
import { useBlotterAddress } from '../use-blotter.ts';
import { rejectionText } from '../words.ts';
import { Checks } from './checks.tsx';
import { Route } from './route.tsx';
import { needsPrice, needsStop, type Ticket, useTicket } from './use-ticket.ts';

const TYPES: readonly { readonly value: OrdType; readonly label: string }[] = [
  { value: 'Limit', label: 'Limit' },
  { value: 'Market', label: 'Market' },
  { value: 'Stop', label: 'Stop' },
  { value: 'StopLimit', label: 'StopLimit' },
  { value: 'MarketIfTouched', label: 'MarketIfTouched' },
  { value: 'LimitIfTouched', label: 'LimitIfTouched' },
];
const TIMES = [
  { value: 'GoodTillCancel', label: 'GTC' },
  { value: 'Day', label: 'Day' },
  { value: 'ImmediateOrCancel', label: 'IOC' },
  { value: 'FillOrKill', label: 'FOK' },
] as const;

/** Armed for so long: an order is sent by two acts close to each other, never by one slip. */
const ARMED_MS = 10_000;

/** What an order is made of, what the engine would decide of it now, and the two steps that send it. */
export function OrderTicket({
  accounts,
  instruments,
  onPlaced,
}: {
  readonly accounts: readonly AccountChoice[];
  readonly instruments: readonly string[];
  readonly onPlaced: (clOrdId: string) => void;
}) {
  const trpc = useTRPC();
  const { account, instrument } = useBlotterAddress().address;
  const { ticket, wish, preview, change, clear } = useTicket(account, instrument);
  const [base = ''] = instrument.split('/');
  const place = useAct(trpc.trading.placeOrder, {
    onDone: ({ decision }) => {
      if (decision.verdict !== 'Placed') return;
      clear();
      onPlaced(decision.clOrdId);
    },
  });
  const told = place.data?.decision;
  const decision = wish === null ? undefined : preview.data?.decision;
  return (
    <form
      aria-label="Order ticket"
      className="flex flex-col px-gutter pt-3 pb-4"
      onSubmit={(event) => event.preventDefault()}
    >
      <div className="flex items-baseline gap-2 pb-2">
        <h2 className="font-medium">Ticket</h2>
        <span className="text-ink-3 text-label">{instrument}</span>
      </div>
      <TicketFields ticket={ticket} change={change} accounts={accounts} instruments={instruments} />
      {decision === undefined ? (
        <p className="border-b py-3 text-ink-2">
          {preview.error === null || wish === null
            ? 'The engine says here what it would decide, before anything is sent.'
            : toldError(preview.error).sentence}
        </p>
      ) : (
        <>
          <Route decision={decision} unit={base} />
          {decision.rejection !== null && (
            <p className="border-b py-3 text-danger">{rejectionText(decision.rejection)}</p>
          )}
          <Checks decision={decision} />
        </>
      )}
      {told !== undefined && told.verdict === 'Refused' && told.rejection !== null && (
        <p role="status" className="pt-3 text-danger">
          Not placed. {rejectionText(told.rejection)}
        </p>
      )}
      <FailureLine error={place.error} />
      <Send
        ticket={ticket}
        base={base}
        isReady={wish !== null && decision?.verdict === 'Placed'}
        busy={place.isPending}
        onSend={() => wish !== null && place.mutate({ wish })}
      />
    </form>
  );
}

function TicketFields({
  ticket,
  change,
  accounts,
  instruments,
}: {
  readonly ticket: Ticket;
  readonly change: (to: Partial<Ticket>) => void;
  readonly accounts: readonly AccountChoice[];
  readonly instruments: readonly string[];
}) {
  const { address, change: go } = useBlotterAddress();
  const { account, instrument } = address;
  const [base = ''] = instrument.split('/');
  return (
    <>
      <SideSwitch value={ticket.side} onValueChange={(side) => change({ side })} />
      <FieldCells>
        <Field label="Client · account">
          <Combobox
            size="cell"
            value={account}
            onValueChange={(to) => go({ account: to })}
            placeholder="Choose whose order it is"
            options={accounts.map(({ account: id, clientName, name, tier }) => ({
              value: id,
              label: `${clientName} · ${name}`,
              ...(tier !== null && { code: tier }),
            }))}
          />
        </Field>
      </FieldCells>
      <FieldCells>
        <Field label="Instrument">
          <Combobox
            size="cell"
            value={instrument}
            onValueChange={(to) => to !== null && go({ instrument: to })}
            options={instruments.map((one) => ({ value: one, label: one }))}
          />
        </Field>
        <QuantityInput
          label="OrderQty"
          size="cell"
          value={ticket.orderQty}
          onValueChange={(orderQty) => change({ orderQty })}
          unit={base}
          lot="0.00000001"
        />
      </FieldCells>
      <FieldCells>
        <Field label="OrdType" nativeLabel>
          <Select
            size="cell"
            options={TYPES}
            value={ticket.ordType}
            onValueChange={(ordType) => change({ ordType })}
          />
        </Field>
        <Field label="TimeInForce" nativeLabel>
          <Select<Ticket['timeInForce']>
            size="cell"
            options={TIMES}
            value={ticket.timeInForce}
            onValueChange={(timeInForce) => change({ timeInForce })}
          />
        </Field>
      </FieldCells>
      <Prices ticket={ticket} change={change} unit={instrument.split('/')[1] ?? ''} />
      <div className="flex gap-5 border-b py-2">
        <Checkbox
          checked={ticket.isPostOnly}
          onCheckedChange={(isPostOnly) => change({ isPostOnly })}
          disabled={ticket.ordType !== 'Limit'}
        >
          Post only
        </Checkbox>
        <Checkbox
          checked={ticket.isReduceOnly}
          onCheckedChange={(isReduceOnly) => change({ isReduceOnly })}
        >
          Reduce only
        </Checkbox>
      </div>
    </>
  );
}

/** The prices that the type of the order has. */
function Prices({
  ticket,
  change,
  unit,
}: {
  readonly ticket: Ticket;
  readonly change: (to: Partial<Ticket>) => void;
  readonly unit: string;
}) {
  if (ticket.ordType === 'Market') return null;
  return (
    <FieldCells>
      {needsPrice(ticket.ordType) && (
        <PriceInput
          label="Limit price"
          size="cell"
          value={ticket.price}
          onValueChange={(price) => change({ price })}
          unit={unit}
          tick="0.00000001"
        />
      )}
      {needsStop(ticket.ordType) && (
        <PriceInput
          label="Trigger price"
          size="cell"
          value={ticket.stopPx}
          onValueChange={(stopPx) => change({ stopPx })}
          unit={unit}
          tick="0.00000001"
        />
      )}
    </FieldCells>
  );
}

/** First armed, then sent: with the keyboard Enter and Enter again, Escape disarms. */
function Send({
  ticket,
  base,
  isReady,
  busy,
  onSend,
}: {
  readonly ticket: Ticket;
  readonly base: string;
  readonly isReady: boolean;
  readonly busy: boolean;
  readonly onSend: () => void;
}) {
  const text = `${ticket.side} ${ticket.orderQty ?? ''} ${base}${ticket.price === null ? '' : ` at ${ticket.price} or better`}`;
  const [armedFor, setArmedFor] = useState<string | null>(null);
  const isArmed = armedFor === text && isReady;
  useEffect(() => {
    if (!isArmed) return;
    const timer = setTimeout(() => setArmedFor(null), ARMED_MS);
    return () => clearTimeout(timer);
  }, [isArmed]);
  const press = () => {
    if (!isArmed) {
      setArmedFor(text);
      return;
    }
    setArmedFor(null);
    onSend();
  };
  return (
    <div className="flex flex-col gap-1.5 pt-4">
      <p aria-live="polite" className="text-ink-3 text-label">
        {isArmed ? 'Armed for 10 s. Escape disarms.' : isReady ? 'Arm it first, then send.' : ' '}
      </p>
      <Button
        variant={ticket.side === 'Buy' ? 'buy' : 'sell'}
        size="send"
        disabled={!isReady}
        busy={busy}
        busyLabel="Asking the engine"
        onClick={press}
        onKeyDown={(event) => event.key === 'Escape' && setArmedFor(null)}
      >
        {isArmed ? text : `Arm: ${text}`}
      </Button>
    </div>
  );
}
