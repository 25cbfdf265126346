'use client';

import type { OrdType } from '@ultrathink/domain/trading';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { toldError } from '@/trpc/told-error.ts';
import { useAct } from '@/trpc/use-act.ts';
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
import { Send, useArming } from './send.tsx';
import { stepsOf, type Tradeable } from './tradeable.ts';
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

/** What an order is made of, what the engine would decide of it now, and the two steps that send it. */
export function OrderTicket({
  accounts,
  instruments,
  onPlaced,
}: {
  readonly accounts: readonly AccountChoice[];
  readonly instruments: readonly Tradeable[];
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
  const isReady = wish !== null && decision?.verdict === 'Placed' && !place.isPending;
  const text = sendText(ticket, base);
  const arming = useArming(text, isReady, () => wish !== null && place.mutate({ wish }));
  return (
    <form
      aria-label="Order ticket"
      className="flex flex-col px-gutter pt-3 pb-4"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={arming.onKeyDown}
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
      <Send arming={arming} side={ticket.side} text={text} busy={place.isPending} />
    </form>
  );
}

/** What will happen, as the button says it. */
function sendText({ side, orderQty, price, stopPx }: Ticket, base: string): string {
  const parts = [
    side,
    orderQty === null ? null : `${orderQty} ${base}`,
    stopPx === null ? null : `from ${stopPx}`,
    price === null ? null : `at ${price} or better`,
  ];
  return parts.filter((part) => part !== null).join(' ');
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
  readonly instruments: readonly Tradeable[];
}) {
  const { address, change: go } = useBlotterAddress();
  const { account, instrument } = address;
  const [base = ''] = instrument.split('/');
  const { lot, tick } = stepsOf(instruments, instrument);
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
            options={instruments.map(({ name }) => ({ value: name, label: name }))}
          />
        </Field>
        <QuantityInput
          label="OrderQty"
          size="cell"
          value={ticket.orderQty}
          onValueChange={(orderQty) => change({ orderQty })}
          unit={base}
          lot={lot}
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
      <Prices ticket={ticket} change={change} unit={instrument.split('/')[1] ?? ''} tick={tick} />
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
  tick,
}: {
  readonly ticket: Ticket;
  readonly change: (to: Partial<Ticket>) => void;
  readonly unit: string;
  readonly tick: string;
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
          tick={tick}
        />
      )}
      {needsStop(ticket.ordType) && (
        <PriceInput
          label="Trigger price"
          size="cell"
          value={ticket.stopPx}
          onValueChange={(stopPx) => change({ stopPx })}
          unit={unit}
          tick={tick}
        />
      )}
    </FieldCells>
  );
}
