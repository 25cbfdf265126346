'use client';

import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/select.tsx';
import { venueName } from '../words.ts';
import { permissionsText } from './key-words.ts';
import type { KeyAct, KeyLine } from './keys-table.tsx';

/** How long a key that was replaced may still cancel and ask. */
const DRAINS = {
  '60': '1 minute',
  '900': '15 minutes',
  '3600': '1 hour',
  '86400': '1 day',
} as const;
type Drain = keyof typeof DRAINS;

const WORDS = {
  Propose: {
    description:
      'Others decide. What comes into use is exactly this key, as the venue described it.',
    act: 'Propose it',
    busyLabel: 'Proposing',
  },
  Rotate: {
    description:
      'Others decide. Then this key is used, and the one before drains: it cancels and asks, and sends nothing new.',
    act: 'Propose it',
    busyLabel: 'Proposing',
  },
  Suspend: {
    description: 'It is used no more, at once. It comes back by a proposal alone.',
    act: 'Suspend it',
    busyLabel: 'Suspending',
  },
  Retire: {
    description: 'It ends for good and its secret is destroyed; one in use drains first.',
    act: 'Retire it',
    busyLabel: 'Retiring',
  },
} as const;

export function KeyActDialog({
  line,
  act,
  onClose,
  onDone,
}: {
  readonly line: KeyLine;
  readonly act: KeyAct;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const [drain, setDrain] = useState<Drain>('900');
  const done = {
    onDone: async () => {
      onClose();
      await onDone();
    },
  };
  const shown = () => ({
    title: `${act} ${line.label}`,
    facts: [
      { name: 'Account', value: `${venueName(line.account.venue)}, ${line.account.label}` },
      { name: 'Fingerprint', value: line.fingerprint },
      { name: 'May', value: permissionsText(line.permissions) ?? 'not told' },
    ],
  });
  const propose = useProposal(trpc.venues.proposeKey, { onDone, shows: shown });
  const rotate = useProposal(trpc.venues.rotateKey, { onDone, shows: shown });
  const suspend = useAct(trpc.venues.suspendKey, done);
  const retire = useAct(trpc.venues.retireKey, done);
  const { id: venueKeyId, next } = line;
  const run = {
    Propose: { used: propose, send: (reason: string) => propose.mutate({ venueKeyId, reason }) },
    Rotate: {
      used: rotate,
      send: (reason: string) => {
        if (next.kind !== 'Rotate') return;
        const { replacesKeyId } = next;
        rotate.mutate({ venueKeyId, replacesKeyId, drainSeconds: Number(drain), reason });
      },
    },
    Suspend: { used: suspend, send: (reason: string) => suspend.mutate({ venueKeyId, reason }) },
    Retire: {
      used: retire,
      send: (reason: string) => retire.mutate({ venueKeyId, drainSeconds: Number(drain), reason }),
    },
  }[act];
  const drains = act === 'Rotate' || (act === 'Retire' && line.status === 'Active');
  return (
    <ReasonDialog
      open
      onClose={onClose}
      title={`${act} ${line.label}`}
      {...WORDS[act]}
      danger={act === 'Suspend' || act === 'Retire'}
      isBusy={run.used.isPending}
      error={run.used.error}
      proposed={propose.proposed ?? rotate.proposed}
      onSend={(reason) => run.send(reason)}
    >
      {drains && (
        <Field label="The key before may drain for" hint="Less, when nothing of it is open sooner.">
          <Select
            options={Object.entries(DRAINS).map(([value, label]) => ({
              value: value as Drain,
              label,
            }))}
            value={drain}
            onValueChange={setDrain}
          />
        </Field>
      )}
    </ReasonDialog>
  );
}
