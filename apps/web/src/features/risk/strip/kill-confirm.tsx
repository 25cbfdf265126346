'use client';

import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { HoldButton } from '@/ui/hold-button.tsx';
import { Or } from '@/ui/or.tsx';
import { StripSheet } from '@/ui/strip-sheet.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { GRADE_WORDS } from '../words.ts';
import type { Stopped } from './kill-count.tsx';
import { effectTitle, type KillWish, keyOf, type UnderStop, venuesText } from './kill-wish.ts';

const WHY = 'Stopped by the kill switch.';
const DRILL_WHY = 'A drill of the kill switch.';

/** Step two: the scope's name is typed, or the button held for 1.5 s. */
export function KillConfirm({
  wish,
  orders,
  onBack,
  onStopped,
  onClose,
}: {
  readonly wish: KillWish;
  readonly orders: readonly UnderStop[] | null;
  readonly onBack: () => void;
  readonly onStopped: (stopped: Stopped) => void;
  readonly onClose: () => void;
}) {
  const { grade, clientId, name, isDrill } = wish;
  const why = wish.why.trim() === '' ? (isDrill ? DRILL_WHY : WHY) : wish.why;
  const trpc = useTRPC();
  const [typed, setTyped] = useState('');
  const kill = useAct(trpc.risk.kill, { onDone: ({ at }) => onStopped({ at }) });
  const flatten = useAct(trpc.risk.flatten, {
    shows: () => ({
      title: `Flatten: ${name}`,
      facts: [
        { name: 'Does', value: GRADE_WORDS.FLATTEN.does },
        { name: 'Why', value: why },
      ],
    }),
    onDone: ({ at }) => onStopped({ at }),
  });
  const drill = useAct(trpc.risk.runDrill, {
    shows: () => ({
      title: `Drill: ${name}`,
      facts: [
        { name: 'Does', value: GRADE_WORDS.CANCEL_ALL.does },
        { name: 'Why', value: why },
      ],
    }),
    onDone: ({ at }) => onStopped({ at }),
  });
  const isBusy = kill.isPending || flatten.isPending || drill.isPending;
  const stop = () => {
    if (isBusy) return;
    const asked = { key: keyOf(wish), clientId, why };
    if (isDrill) drill.mutate(asked);
    else if (grade === 'FLATTEN') flatten.mutate(asked);
    else kill.mutate({ ...asked, grade });
  };
  const isTyped = typed.trim().toLowerCase() === name.toLowerCase();
  return (
    <StripSheet
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      icon="power"
      title={`${isDrill ? 'Drill, ' : ''}${GRADE_WORDS[grade].name}: ${name}`}
      aside="2 of 2"
      foot={
        <Button variant="quiet" onClick={onBack} disabled={isBusy}>
          Back
        </Button>
      }
    >
      <div>
        <h3 className="text-title">{effectTitle(grade, orders ?? [])}</h3>
        <p className="pt-0.5 text-ink-2">
          {orders === null ? 'What works could not be counted.' : venuesText(orders)}
        </p>
      </div>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isTyped) stop();
        }}
      >
        <Field label={`Type ${name}, then Enter`}>
          <TextInput
            data-autofocus=""
            name="scope"
            value={typed}
            onValueChange={setTyped}
            after={<span className="text-ink-3">{name}</span>}
          />
        </Field>
      </form>
      <Or />
      <HoldButton onConfirm={stop} disabled={isBusy}>
        Hold to stop
      </HoldButton>
      <FailureLine error={kill.error ?? flatten.error ?? drill.error} />
    </StripSheet>
  );
}
