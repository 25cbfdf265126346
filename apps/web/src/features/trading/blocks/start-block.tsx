'use client';

import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { Button } from '@/ui/button.tsx';
import { Combobox } from '@/ui/combobox.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { SideSwitch } from '@/ui/segmented.tsx';
import { Select } from '@/ui/select.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { useArming } from '../ticket/arming.ts';
import { Foot } from '../ticket/foot.tsx';
import type { AccountChoice, AccountNames } from '../use-accounts.ts';
import { rejectionText } from '../words.ts';
import type { AskedBlock } from './asked-block.ts';
import { BlockAssessment } from './block-assessment.tsx';
import { type BlockDraft, type BlockWish, draftProblem, wishOf } from './draft.ts';
import { LegFields } from './leg-fields.tsx';
import { useBlockPreview } from './use-block-preview.ts';
import type { House } from './use-blocks.ts';
import { readSentBlock, useSendBlock } from './use-send-block.ts';
import { METHOD_WORDS, METHODS } from './words.ts';

const EMPTY: BlockDraft = {
  house: null,
  instrument: null,
  side: 'Buy',
  orderQty: '',
  price: '',
  method: 'ProRata',
  legs: [
    { id: 0, account: null, weight: '1' },
    { id: 1, account: null, weight: '1' },
  ],
};

/** As it was sent from this tab, where its answer is not known yet. */
function draftOf({ legs, terms, house, ...wish }: BlockWish): BlockDraft {
  return {
    house,
    instrument: wish.instrument,
    side: wish.side,
    orderQty: wish.orderQty,
    price: 'price' in terms ? terms.price : '',
    method: wish.method,
    legs: legs.map(({ account, weight }, id) => ({ id, account, weight })),
  };
}

/** What of it this form has: a block is a limit order. */
const draftAsked = (said: AskedBlock | null): Partial<BlockDraft> =>
  said === null
    ? {}
    : {
        instrument: said.instrument,
        side: said.side,
        orderQty: said.orderQty,
        price: said.price,
      };

/** A limit order for several accounts; the engine decides on all of them at once. */
export function StartBlock({
  houses,
  accounts,
  names,
  asked: said = null,
  onClose,
}: {
  readonly houses: readonly House[];
  readonly accounts: readonly AccountChoice[];
  readonly names: AccountNames;
  /** What a ticket has already said of it. */
  readonly asked?: AskedBlock | null;
  /** With the block where one was placed. */
  readonly onClose: (placed: string | null) => void;
}) {
  const [draft, setDraft] = useState<BlockDraft>(() => {
    const sent = readSentBlock();
    return sent === null
      ? { ...EMPTY, ...draftAsked(said), house: houses[0]?.id ?? null }
      : draftOf(sent.wish);
  });
  const change = (to: Partial<BlockDraft>) => setDraft((before) => ({ ...before, ...to }));
  const send = useRef<HTMLButtonElement>(null);
  const { sending, send: place, askAgain } = useSendBlock(onClose);
  const problem = draftProblem(draft);
  const wish = wishOf(draft);
  const asked = useBlockPreview(wish);
  const isOpen = sending.kind === 'Asking' || sending.kind === 'Unknown';
  const isPassing = asked.isCurrent && asked.preview?.decision.verdict === 'Placed';
  const isReady = wish !== null && isPassing && !isOpen;
  const arming = useArming(JSON.stringify(wish), isReady, () => wish !== null && place(wish));
  const text = `Seal and place: ${draft.side.toLowerCase()} ${draft.orderQty} ${draft.instrument ?? ''}`;
  return (
    <Dialog
      open
      onOpenChange={(stays) => !stays && onClose(null)}
      width="wide"
      bar="Blocks"
      title="Start a block"
      description="The rule is sealed with the order. Every account passes every check with its part, or nothing is placed."
      foot={
        <div className="w-full">
          <Foot
            ref={send}
            arming={arming}
            side={draft.side}
            text={text}
            isReady={isReady}
            isBusy={sending.kind === 'Asking'}
            waitsFor={problem ?? (isPassing ? null : 'The engine has not let it through.')}
          />
        </div>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={arming.onKeyDown}
      >
        <BlockFields draft={draft} houses={houses} accounts={accounts} onChange={change} />
      </form>
      {said !== null && said.lost.length > 0 && (
        <p className="text-warn">
          A block is a limit order that is good till canceled: {said.lost.join(', ')} of the ticket
          is left out.
        </p>
      )}
      <BlockAssessment asked={asked} wish={wish} names={names} />
      <SendingLine sending={sending} onAskAgain={askAgain} />
    </Dialog>
  );
}

function BlockFields({
  draft,
  houses,
  accounts,
  onChange,
}: {
  readonly draft: BlockDraft;
  readonly houses: readonly House[];
  readonly accounts: readonly AccountChoice[];
  readonly onChange: (to: Partial<BlockDraft>) => void;
}) {
  const instruments = useInstruments();
  return (
    <>
      {houses.length > 1 && (
        <Field label="In the name of" nativeLabel={false}>
          <Select
            options={houses.map(({ id, name }) => ({ value: id as string, label: name }))}
            value={draft.house}
            onValueChange={(house) => onChange({ house })}
          />
        </Field>
      )}
      <Field label="Instrument">
        <Combobox
          options={instruments}
          value={draft.instrument}
          onValueChange={(instrument) => onChange({ instrument })}
        />
      </Field>
      <SideSwitch value={draft.side} onValueChange={(side) => onChange({ side })} />
      <div className="grid grid-cols-2 gap-3">
        <Field label="Quantity">
          <TextInput
            name="orderQty"
            inputMode="decimal"
            value={draft.orderQty}
            onValueChange={(orderQty) => onChange({ orderQty })}
          />
        </Field>
        <Field label="Limit price">
          <TextInput
            name="price"
            inputMode="decimal"
            value={draft.price}
            onValueChange={(price) => onChange({ price })}
          />
        </Field>
      </div>
      <Field label="Divided" nativeLabel={false}>
        <Select
          options={METHODS.map((value) => ({ value, label: METHOD_WORDS[value] }))}
          value={draft.method}
          onValueChange={(method) => onChange({ method })}
        />
      </Field>
      <LegFields legs={draft.legs} accounts={accounts} onChange={(legs) => onChange({ legs })} />
    </>
  );
}

/** Never more than is known of a block that was sent. */
function SendingLine({
  sending,
  onAskAgain,
}: {
  readonly sending: ReturnType<typeof useSendBlock>['sending'];
  readonly onAskAgain: () => void;
}) {
  switch (sending.kind) {
    case 'Refused':
      return sending.decision.rejection === null ? null : (
        <p role="alert" className="text-danger">
          {rejectionText(sending.decision.rejection)}
        </p>
      );
    case 'NotSent':
      return (
        <p role="alert" className="text-danger">
          {sending.sentence}
        </p>
      );
    case 'Unknown':
      return (
        <div role="alert" className="flex items-center gap-3 text-warn">
          <p className="min-w-0 flex-1">
            {sending.sentence} Whether it was placed is not known yet; asking again places nothing
            twice.
          </p>
          <Button onClick={onAskAgain}>Ask again</Button>
        </div>
      );
    default:
      return null;
  }
}

function useInstruments() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.markets.listInstruments.queryOptions({}));
  return (data?.instruments ?? []).map(({ instrument }) => ({
    value: instrument as string,
    label: instrument as string,
  }));
}
