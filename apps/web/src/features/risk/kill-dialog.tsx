'use client';

import type { ClientId } from '@ultrathink/domain/kernel';
import { KILL_GRADES, type KillGrade } from '@ultrathink/domain/risk';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import type { Scopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogClose, FloatFoot } from '@/ui/dialog.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Field } from '@/ui/field.tsx';
import { HoldButton } from '@/ui/hold-button.tsx';
import { Select } from '@/ui/select.tsx';
import { TextArea } from '@/ui/text-input.tsx';
import { GRADE_WORDS } from './words.ts';

const FIRM = 'firm';

interface Wish {
  readonly scope: string;
  readonly grade: KillGrade;
  readonly why: string;
}

/** Stops in two steps: what and why, then a button that has to be held. */
export function KillDialog({
  clients,
  onClose,
  onDone,
}: {
  readonly clients: Scopes['clients'];
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}) {
  const [wish, setWish] = useState<Wish>({ scope: FIRM, grade: 'HALT_NEW', why: '' });
  const [isSure, setSure] = useState(false);
  const name = clients.find(({ id }) => id === wish.scope)?.name ?? 'The whole firm';
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      bar="Risk"
      title={isSure ? `Stop: ${name}` : 'Stop trading'}
      description={
        isSure
          ? 'Hold the button. It is in force with the engine’s next step, and two people are needed to go on.'
          : 'What is to stop, and how far. Nothing has happened yet.'
      }
    >
      {isSure ? (
        <Confirm
          wish={wish}
          name={name}
          onBack={() => setSure(false)}
          onDone={async () => {
            onClose();
            await onDone();
          }}
        />
      ) : (
        <Choose wish={wish} clients={clients} onChange={setWish} onSure={() => setSure(true)} />
      )}
    </Dialog>
  );
}

function Choose({
  wish,
  clients,
  onChange,
  onSure,
}: {
  readonly wish: Wish;
  readonly clients: Scopes['clients'];
  readonly onChange: (wish: Wish) => void;
  readonly onSure: () => void;
}) {
  const mayFlatten = useMay('risk.flatten');
  const grades = KILL_GRADES.filter((grade) => grade !== 'FLATTEN' || mayFlatten);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSure();
      }}
    >
      <Field label="What">
        <Select
          options={[
            { value: FIRM, label: 'The whole firm' },
            ...clients.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          value={wish.scope}
          onValueChange={(scope) => onChange({ ...wish, scope })}
        />
      </Field>
      <Field label="How far" hint={GRADE_WORDS[wish.grade].does}>
        <Select
          options={grades.map((grade) => ({ value: grade, label: GRADE_WORDS[grade].name }))}
          value={wish.grade}
          onValueChange={(grade) => onChange({ ...wish, grade })}
        />
      </Field>
      <Field label="Why" hint="Kept in the audit trail. Name no personal data here.">
        <TextArea
          name="why"
          value={wish.why}
          onValueChange={(why) => onChange({ ...wish, why })}
          maxLength={500}
        />
      </Field>
      <FloatFoot>
        <DialogClose render={<Button variant="quiet">Leave it</Button>} />
        <Button type="submit" variant="danger" disabled={wish.why.trim() === ''}>
          Go on
        </Button>
      </FloatFoot>
    </form>
  );
}

function Confirm({
  wish: { scope, grade, why },
  name,
  onBack,
  onDone,
}: {
  readonly wish: Wish;
  readonly name: string;
  readonly onBack: () => void;
  readonly onDone: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const kill = useAct(trpc.risk.kill, { onDone });
  const flatten = useAct(trpc.risk.flatten, {
    shows: () => ({
      title: `Flatten: ${name}`,
      facts: [
        { name: 'Does', value: GRADE_WORDS.FLATTEN.does },
        { name: 'Why', value: why },
      ],
    }),
    onDone,
  });
  const clientId = scope === FIRM ? null : (scope as ClientId);
  const key = { level: clientId === null ? ('firm' as const) : ('client' as const), scope };
  const stop = () => {
    if (grade === 'FLATTEN') flatten.mutate({ key, clientId, why });
    else kill.mutate({ key, clientId, grade, why });
  };
  const isBusy = kill.isPending || flatten.isPending;
  return (
    <div className="flex flex-col gap-4">
      <FactList
        facts={[
          { name: 'What', value: name },
          { name: 'How far', value: GRADE_WORDS[grade].name },
          { name: 'Does', value: GRADE_WORDS[grade].does },
          { name: 'Why', value: why },
        ]}
      />
      <FailureLine error={kill.error ?? flatten.error} />
      <HoldButton onConfirm={stop} disabled={isBusy}>
        Hold to stop
      </HoldButton>
      <FloatFoot>
        <Button variant="quiet" onClick={onBack} disabled={isBusy}>
          Back
        </Button>
      </FloatFoot>
    </div>
  );
}
