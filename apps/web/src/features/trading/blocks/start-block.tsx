'use client';

import { useRef, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { SideSwitch } from '@/ui/segmented.tsx';
import { Select } from '@/ui/select.tsx';
import { useArming } from '../ticket/arming.ts';
import { changed, conversionOf, type Draft, emptyDraft } from '../ticket/draft.ts';
import { InstrumentField, SizeFields, TermFields } from '../ticket/fields.tsx';
import { Foot } from '../ticket/foot.tsx';
import { orderText } from '../ticket/order-text.ts';
import { type Tradeable, useTradeable } from '../ticket/tradeable.ts';
import type { AccountChoice, AccountNames } from '../use-accounts.ts';
import { rejectionText } from '../words.ts';
import type { AskedBlock } from './asked-block.ts';
import { BlockAssessment } from './block-assessment.tsx';
import { type BlockDraft, draftOf, draftProblem, emptyBlock, wishOf } from './draft.ts';
import { LegFields } from './leg-fields.tsx';
import { SENT_BLOCK, useBlockPreview, useSendBlock } from './use-block-asking.ts';
import type { House } from './use-blocks.ts';
import { METHOD_WORDS, METHODS } from './words.ts';

/** Nothing more is sent until it is known what became of the last, and nothing after it was placed. */
const CLOSED: ReadonlySet<string> = new Set(['Asking', 'Unknown', 'Placed']);

/** One order for several accounts, of any type and time in force; the engine decides on all of them at once. */
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
    const sent = SENT_BLOCK.read();
    return sent === null ? emptyBlock(houses[0]?.id ?? null, said?.order) : draftOf(sent.wish);
  });
  const { locale } = useLocale();
  const { order } = draft;
  const tradeable = useTradeable(order.instrument);
  const change = (to: Partial<BlockDraft>) => setDraft((before) => ({ ...before, ...to }));
  const changeOrder = (to: Partial<Draft>) =>
    change({ order: changed(order, to, tradeable.touch, tradeable.lot) });
  const send = useRef<HTMLButtonElement>(null);
  const { sending, send: place, askAgain } = useSendBlock(onClose);
  const problem = draftProblem(draft);
  const wish = wishOf(draft);
  const asked = useBlockPreview(wish);
  const isClosed = CLOSED.has(sending.kind);
  const isPassing = asked.isCurrent && asked.preview?.decision.verdict === 'Placed';
  const isReady = wish !== null && isPassing && !isClosed;
  const [base = ''] = order.instrument.split('/');
  const text = `Seal and place: ${orderText(order, base, tradeable.digits, locale)}`;
  const arming = useArming(JSON.stringify(wish), isReady, () => wish !== null && place(wish, text));
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
            side={order.side}
            text={text}
            isReady={isReady}
            isBusy={sending.kind === 'Asking'}
            waitsFor={waitsForOf(problem, sending.kind, asked)}
          />
        </div>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={arming.onKeyDown}
      >
        <BlockFields
          draft={draft}
          tradeable={tradeable}
          protection={asked.preview?.decision.protection ?? null}
          houses={houses}
          accounts={accounts}
          onChange={change}
          onOrder={changeOrder}
        />
      </form>
      {said !== null && said.lost.length > 0 && (
        <p className="text-warn">
          {said.lost.join(', ')} of the ticket is left out: a block may open a position for one
          account and close it for another.
        </p>
      )}
      <BlockAssessment asked={asked} wish={wish} names={names} />
      <SendingLine sending={sending} onAskAgain={askAgain} />
    </Dialog>
  );
}

function BlockFields({
  draft,
  tradeable,
  protection,
  houses,
  accounts,
  onChange,
  onOrder,
}: {
  readonly draft: BlockDraft;
  readonly tradeable: Tradeable;
  readonly protection: string | null;
  readonly houses: readonly House[];
  readonly accounts: readonly AccountChoice[];
  readonly onChange: (to: Partial<BlockDraft>) => void;
  readonly onOrder: (to: Partial<Draft>) => void;
}) {
  const { order } = draft;
  const quantity = useRef<HTMLInputElement>(null);
  const { instrument, side, ordType, timeInForce } = order;
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
      <SideSwitch value={side} onValueChange={(to) => onOrder({ side: to })} />
      <div>
        <InstrumentField
          instrument={instrument}
          // Prices and sizes of one instrument mean nothing for another.
          onChoose={(to) => onChange({ order: { ...emptyDraft(to, side), ordType, timeInForce } })}
        />
        <SizeFields
          key={instrument}
          draft={order}
          change={onOrder}
          tradeable={tradeable}
          conversion={conversionOf(order, tradeable.touch)}
          quantityRef={quantity}
        />
        <TermFields
          draft={order}
          change={onOrder}
          tradeable={tradeable}
          protection={protection}
          mayReduce={false}
        />
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

function waitsForOf(
  problem: string | null,
  sending: string,
  { isCurrent, preview, error }: ReturnType<typeof useBlockPreview>,
): string | null {
  if (sending === 'Unknown') return 'Closed until it is known what became of the last block.';
  if (problem !== null) return problem;
  if (error !== null) return 'The engine did not say what it would decide.';
  if (!isCurrent) return 'Asking the engine.';
  return preview?.decision.verdict === 'Placed' ? null : 'It would be refused as it stands.';
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
