'use client';

import type { OrdType, TimeInForce } from '@ultrathink/domain/trading';
import { useRouter } from 'next/navigation';
import type { ReactNode, Ref } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { Checkbox } from '@/ui/checkbox.tsx';
import { Combobox } from '@/ui/combobox.tsx';
import { DateTimeInput } from '@/ui/date/date-time-input.tsx';
import { Field, FieldCells } from '@/ui/field.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { MoneyInput, PriceInput, QuantityInput } from '@/ui/number-input.tsx';
import { Select } from '@/ui/select.tsx';
import { blockAddress } from '../block-address.ts';
import type { AccountChoice } from '../use-accounts.ts';
import {
  type Conversion,
  type Draft,
  mayPost,
  needsPrice,
  needsStop,
  notionalOf,
} from './draft.ts';
import { figureText } from './order-text.ts';
import { type Tradeable, useTradeableNames } from './tradeable.ts';

const TYPES: readonly { readonly value: OrdType; readonly label: string }[] = [
  { value: 'Limit', label: 'Limit' },
  { value: 'Market', label: 'Market' },
  { value: 'Stop', label: 'Stop' },
  { value: 'StopLimit', label: 'StopLimit' },
  { value: 'MarketIfTouched', label: 'MarketIfTouched' },
  { value: 'LimitIfTouched', label: 'LimitIfTouched' },
];
const TIMES: readonly { readonly value: TimeInForce; readonly label: string }[] = [
  { value: 'GoodTillCancel', label: 'GTC' },
  { value: 'Day', label: 'Day' },
  { value: 'GoodTillDate', label: 'GTD' },
  { value: 'ImmediateOrCancel', label: 'IOC' },
  { value: 'FillOrKill', label: 'FOK' },
];

interface FieldsProps {
  readonly draft: Draft;
  readonly change: (to: Partial<Draft>) => void;
  readonly tradeable: Tradeable;
}

/** In place of an account: the order goes on as a block. */
const SEVERAL = 'several';

export function AccountField({
  draft,
  account,
  accounts,
  onChoose,
  fieldRef,
}: {
  readonly draft: Draft;
  readonly account: string | null;
  readonly accounts: readonly AccountChoice[];
  readonly onChoose: (account: string | null) => void;
  readonly fieldRef?: Ref<HTMLInputElement>;
}) {
  const router = useRouter();
  const mayBlock = useMay('trading.placeBlockOrder');
  const several = mayBlock ? [{ value: SEVERAL, label: 'Several accounts (block)…' }] : [];
  return (
    <FieldCells>
      <Field label="Client · account">
        <Combobox
          size="cell"
          {...(fieldRef !== undefined && { ref: fieldRef })}
          value={account}
          onValueChange={(to) => (to === SEVERAL ? router.push(blockAddress(draft)) : onChoose(to))}
          placeholder="Choose whose order it is"
          options={[
            ...accounts.map(({ account: id, clientName, name, tier }) => ({
              value: id,
              label: `${clientName} · ${name}`,
              ...(tier !== null && { code: tier }),
            })),
            ...several,
          ]}
          foot={() => `${accounts.length} accounts you see`}
        />
      </Field>
    </FieldCells>
  );
}

export function InstrumentField({
  instrument,
  onChoose,
}: {
  readonly instrument: string;
  readonly onChoose: (instrument: string) => void;
}) {
  const names = useTradeableNames();
  return (
    <FieldCells>
      <Field label="Instrument">
        <Combobox
          size="cell"
          value={instrument === '' ? null : instrument}
          placeholder="Choose what is traded"
          onValueChange={(to) => to !== null && onChoose(to)}
          options={names.map((name) => ({ value: name, label: name }))}
        />
      </Field>
    </FieldCells>
  );
}

const FROM: Readonly<Record<Conversion['from'], string>> = {
  limit: 'the limit',
  trigger: 'the trigger',
  ask: 'the best ask',
  bid: 'the best bid',
};

/** Quantity and notional: either is written, the other follows; the engine gets the quantity. */
export function SizeFields({
  draft,
  change,
  tradeable,
  conversion,
  quantityRef,
}: FieldsProps & {
  readonly conversion: Conversion | null;
  readonly quantityRef: Ref<HTMLInputElement>;
}) {
  const { locale } = useLocale();
  const [base = '', quote = ''] = tradeable.name.split('/');
  const price = conversion?.price ?? null;
  const isByNotional = draft.notional !== null;
  return (
    <>
      <FieldCells>
        <QuantityInput
          ref={quantityRef}
          label="Quantity"
          size="cell"
          value={draft.orderQty}
          onValueChange={(orderQty) => change({ orderQty })}
          unit={base}
          lot={tradeable.lot}
        />
        <MoneyInput
          label="Notional"
          size="cell"
          value={draft.notional ?? roundedDown(notionalOf(draft.orderQty, price))}
          onValueChange={(notional) => change({ notional })}
          unit={quote}
        />
      </FieldCells>
      {isByNotional && (
        <p className="border-b py-1 text-ink-2 text-label tabular-nums">
          {price === null || conversion === null || draft.orderQty === null
            ? 'There is no price to convert it by.'
            : `${figureText(draft.orderQty, locale)} ${base}, converted at ${figureText(price, locale, tradeable.digits)}, ${FROM[conversion.from]}, rounded down to the lot of ${figureText(tradeable.lot, locale)}.`}
        </p>
      )}
    </>
  );
}

/** For reading: two decimals, never more than it is. */
function roundedDown(text: string | null): string | null {
  if (text === null) return null;
  const [whole = '0', fraction = ''] = text.split('.');
  return `${whole}.${fraction.slice(0, 2).padEnd(2, '0')}`;
}

/** Where a trigger is kept until it is reached, by the engine's answer. */
const HELD: Readonly<Record<string, string>> = {
  NATIVE_OCO: 'Pair at the venue',
  NATIVE_STOP: 'Native stop',
  EMULATED: 'Watched by the engine',
  NONE: '–',
};

/** Type, its prices, how long it lasts, and what it may not do. */
export function TermFields({
  draft,
  change,
  tradeable,
  protection,
  mayReduce = true,
}: FieldsProps & {
  readonly protection: string | null;
  /** Of several accounts none is meant: each has a position of its own. */
  readonly mayReduce?: boolean;
}) {
  const { zone } = useLocale();
  const quote = tradeable.name.split('/')[1] ?? '';
  const { tick } = tradeable;
  return (
    <>
      <FieldCells className="grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)_minmax(0,0.8fr)]">
        <Field label="OrdType" nativeLabel={false}>
          <Select
            aria-label="OrdType"
            size="cell"
            options={TYPES}
            value={draft.ordType}
            onValueChange={(ordType) => change({ ordType })}
          />
        </Field>
        {needsPrice(draft.ordType) ? (
          <PriceInput
            label="Limit price"
            size="cell"
            value={draft.price}
            onValueChange={(price) => change({ price })}
            unit=""
            tick={tick}
          />
        ) : (
          <Fixed label="Limit price">
            {draft.ordType === 'Market' ? 'At market' : 'Once triggered: none'}
          </Fixed>
        )}
        <Field label="TimeInForce" nativeLabel={false}>
          <Select<TimeInForce>
            aria-label="TimeInForce"
            size="cell"
            options={TIMES}
            value={draft.timeInForce}
            onValueChange={(timeInForce) => change({ timeInForce })}
          />
        </Field>
      </FieldCells>
      {needsStop(draft.ordType) && (
        <FieldCells>
          <PriceInput
            label="Trigger price"
            size="cell"
            value={draft.stopPx}
            onValueChange={(stopPx) => change({ stopPx })}
            unit={quote}
            tick={tick}
          />
          <Fixed label="Held as">
            {protection === null ? '–' : (HELD[protection] ?? protection)}
          </Fixed>
        </FieldCells>
      )}
      {draft.timeInForce === 'GoodTillDate' && (
        <FieldCells>
          <DateTimeInput
            label="Expires"
            zone={zone}
            value={draft.expireTime}
            onValueChange={(expireTime) => change({ expireTime })}
          />
        </FieldCells>
      )}
      <div className="flex gap-5 border-b py-1.5">
        <Checkbox
          checked={draft.isPostOnly && mayPost(draft)}
          onCheckedChange={(isPostOnly) => change({ isPostOnly })}
          disabled={!mayPost(draft)}
        >
          Post only
        </Checkbox>
        {mayReduce && (
          <Checkbox
            checked={draft.isReduceOnly}
            onCheckedChange={(isReduceOnly) => change({ isReduceOnly })}
          >
            Reduce only
          </Checkbox>
        )}
      </div>
    </>
  );
}

function Fixed({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <div className="text-ink-3 text-label">{label}</div>
      <div className="flex h-6 items-center truncate text-field text-ink-2 max-md:h-7">
        <span className="truncate">{children}</span>
      </div>
    </div>
  );
}
