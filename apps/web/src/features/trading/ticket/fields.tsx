'use client';

import type { OrdType, TimeInForce } from '@ultrathink/domain/trading';
import { useRouter } from 'next/navigation';
import type { ReactNode, Ref } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { Checkbox } from '@/ui/checkbox.tsx';
import { cn } from '@/ui/cn.ts';
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
import { useIsClient, useTicketWords } from './use-ticket-words.ts';

/** The most used first. */
const TYPES: readonly OrdType[] = [
  'Limit',
  'Market',
  'Stop',
  'StopLimit',
  'MarketIfTouched',
  'LimitIfTouched',
];
const TIMES: readonly TimeInForce[] = [
  'GoodTillCancel',
  'Day',
  'GoodTillDate',
  'ImmediateOrCancel',
  'FillOrKill',
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
  const words = useTicketWords();
  const isClient = useIsClient();
  const mayBlock = useMay('trading.placeBlockOrder');
  const several = mayBlock ? [{ value: SEVERAL, label: 'Several accounts (block)…' }] : [];
  return (
    <FieldCells>
      <Field label={words.account}>
        <Combobox
          size="cell"
          {...(fieldRef !== undefined && { ref: fieldRef })}
          value={account}
          onValueChange={(to) => (to === SEVERAL ? router.push(blockAddress(draft)) : onChoose(to))}
          placeholder={words.whose}
          options={[
            ...accounts.map(({ account: id, clientName, name, tier }) => ({
              value: id,
              // Who reads its own accounts alone knows whose they are.
              label: isClient ? name : `${clientName} · ${name}`,
              ...(tier !== null && !isClient && { code: tier }),
            })),
            ...several,
          ]}
          foot={() => counted(accounts.length, isClient)}
        />
      </Field>
    </FieldCells>
  );
}

const counted = (accounts: number, isClient: boolean): string =>
  `${accounts === 1 ? '1 account' : `${accounts} accounts`} you ${isClient ? 'may trade' : 'see'}`;

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
  const words = useTicketWords();
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
          label={words.notional}
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
  const words = useTicketWords();
  const isClient = useIsClient();
  const quote = tradeable.name.split('/')[1] ?? '';
  const { tick } = tradeable;
  const lasts = (
    <Field label={words.timeInForce} nativeLabel={false}>
      <Select<TimeInForce>
        aria-label={words.timeInForce}
        size="cell"
        options={TIMES.map((value) => ({ value, label: words.times[value] }))}
        value={draft.timeInForce}
        onValueChange={(timeInForce) => change({ timeInForce })}
      />
    </Field>
  );
  return (
    <>
      {/* Plain words are longer than the protocol's: they have a row more. */}
      <FieldCells
        className={
          isClient ? undefined : 'grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)_minmax(0,0.8fr)]'
        }
      >
        <Field label={words.ordType} nativeLabel={false}>
          <Select<OrdType>
            aria-label={words.ordType}
            size="cell"
            options={TYPES.map((value) => ({ value, label: words.types[value] }))}
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
        {!isClient && lasts}
      </FieldCells>
      {isClient && <FieldCells>{lasts}</FieldCells>}
      {needsStop(draft.ordType) && (
        <FieldCells>
          <PriceInput
            label={words.triggerPrice}
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
      <div className={cn('flex border-b py-1.5', isClient ? 'flex-col gap-1.5' : 'gap-5')}>
        <Checkbox
          checked={draft.isPostOnly && mayPost(draft)}
          onCheckedChange={(isPostOnly) => change({ isPostOnly })}
          disabled={!mayPost(draft)}
          note={words.postOnly.note}
        >
          {words.postOnly.label}
        </Checkbox>
        {mayReduce && (
          <Checkbox
            checked={draft.isReduceOnly}
            onCheckedChange={(isReduceOnly) => change({ isReduceOnly })}
            note={words.reduceOnly.note}
          >
            {words.reduceOnly.label}
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
