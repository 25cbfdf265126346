'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Combobox } from '@/ui/combobox.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { SideSwitch } from '@/ui/segmented.tsx';
import { Select } from '@/ui/select.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import type { AccountChoice } from '../use-accounts.ts';
import { rejectionText } from '../words.ts';
import type { AskedBlock } from './asked-block.ts';
import { draftProblem, type LegDraft, wishOf } from './draft.ts';
import { LegFields } from './leg-fields.tsx';
import type { House } from './use-blocks.ts';
import { METHOD_WORDS } from './words.ts';

type Method = keyof typeof METHOD_WORDS;

const METHODS = (Object.keys(METHOD_WORDS) as Method[]).map((value) => ({
  value,
  label: METHOD_WORDS[value],
}));
const NO_LEGS: readonly LegDraft[] = [
  { id: 0, account: null, weight: '1' },
  { id: 1, account: null, weight: '1' },
];

/** A limit order for several accounts; the engine decides on all of them at once. */
export function StartBlock({
  houses,
  accounts,
  asked = null,
  onClose,
}: {
  readonly houses: readonly House[];
  readonly accounts: readonly AccountChoice[];
  /** What a ticket has already said of it. */
  readonly asked?: AskedBlock | null;
  /** With the block where one was placed. */
  readonly onClose: (placed: string | null) => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [house, setHouse] = useState<string | null>(houses[0]?.id ?? null);
  const [instrument, setInstrument] = useState(asked?.instrument ?? null);
  const [side, setSide] = useState(asked?.side ?? 'Buy');
  const [orderQty, setOrderQty] = useState(asked?.orderQty ?? '');
  const [price, setPrice] = useState(asked?.price ?? '');
  const [method, setMethod] = useState<Method>('ProRata');
  const [legs, setLegs] = useState(NO_LEGS);
  const instruments = useInstruments();
  const place = useAct(trpc.trading.placeBlock, {
    onDone: async ({ decision }) => {
      await queries.invalidateQueries(trpc.trading.listBlocks.pathFilter());
      if (decision.verdict === 'Placed') onClose(decision.clOrdId);
    },
  });
  const draft = { house, instrument, side, orderQty, price, method, legs };
  const problem = draftProblem(draft);
  const wish = wishOf(draft);
  const refused = place.data?.decision.rejection ?? null;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose(null)}
      width="wide"
      bar="Blocks"
      title="Start a block"
      description="The rule is sealed with the order. Every account passes every check with its part, or nothing is placed."
      foot={
        <>
          <Button
            busy={place.isPending}
            busyLabel="Placing"
            disabled={wish === null}
            onClick={() => wish !== null && place.mutate(wish)}
          >
            Seal and place
          </Button>
          <Button variant="quiet" onClick={() => onClose(null)}>
            Leave
          </Button>
        </>
      }
    >
      {houses.length > 1 && (
        <Field label="In the name of" nativeLabel={false}>
          <Select
            options={houses.map(({ id, name }) => ({ value: id as string, label: name }))}
            value={house}
            onValueChange={setHouse}
          />
        </Field>
      )}
      <Field label="Instrument">
        <Combobox options={instruments} value={instrument} onValueChange={setInstrument} />
      </Field>
      <SideSwitch value={side} onValueChange={setSide} />
      <Field label="Quantity">
        <TextInput
          name="orderQty"
          inputMode="decimal"
          value={orderQty}
          onValueChange={setOrderQty}
        />
      </Field>
      <Field label="Limit price">
        <TextInput name="price" inputMode="decimal" value={price} onValueChange={setPrice} />
      </Field>
      <Field label="Divided" nativeLabel={false}>
        <Select options={METHODS} value={method} onValueChange={setMethod} />
      </Field>
      <LegFields legs={legs} accounts={accounts} onChange={setLegs} />
      {problem !== null && <p className="text-ink-2">{problem}</p>}
      {refused !== null && (
        <p role="alert" className="text-danger">
          {rejectionText(refused)}
        </p>
      )}
      <FailureLine error={place.error} />
    </Dialog>
  );
}

function useInstruments() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.markets.listInstruments.queryOptions({}));
  return (data?.instruments ?? []).map(({ instrument }) => ({
    value: instrument as string,
    label: instrument as string,
  }));
}
