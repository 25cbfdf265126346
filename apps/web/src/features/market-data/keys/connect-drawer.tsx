'use client';

import { KEYED_VENUES, type KeyedVenue, type VenueAccountId } from '@ultrathink/domain/market-data';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/select.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { Status } from '@/ui/status.tsx';
import { Stepper, type StepState } from '@/ui/stepper.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import type { VenueAccount } from '../model.ts';
import { venueName } from '../words.ts';
import { EnterKey } from './enter-key.tsx';
import { KEY_STATUS, permissionsText } from './key-words.ts';
import type { KeyAct, KeyLine } from './keys-table.tsx';

const NEW = 'new';

/**
 * Connects a venue in four steps that can be left and taken up again: the account, its key, what the
 * venue says of the key, and the consent of others.
 */
export function ConnectDrawer({
  accounts,
  accountId,
  keyId,
  onChange,
  onClose,
  onAct,
  again,
}: {
  readonly accounts: readonly VenueAccount[];
  /** `new` until one is named. */
  readonly accountId: string;
  readonly keyId: string | null;
  readonly onChange: (to: { connect: string; key: string | null }) => void;
  readonly onClose: () => void;
  readonly onAct: (line: KeyLine, act: KeyAct) => void;
  readonly again: () => Promise<void>;
}) {
  const account = accounts.find(({ id }) => id === accountId);
  const key = account?.keys.find(({ id }) => id === keyId);
  const at = account === undefined ? 0 : keyId === null ? 1 : stepOf(key?.status);
  const stateOf = (n: number): StepState => (n < at ? 'done' : n === at ? 'current' : 'open');
  return (
    <Drawer open onOpenChange={(isOpen) => !isOpen && onClose()} title="Connect a venue">
      <div className="flex flex-col gap-5">
        <Stepper
          label="Steps"
          steps={[
            {
              id: 'account',
              title: 'Account',
              says:
                account === undefined
                  ? 'Where the assets are'
                  : `${venueName(account.venue)}, ${account.label}`,
              state: stateOf(0),
            },
            {
              id: 'key',
              title: 'Key',
              says: key === undefined ? 'Sealed in this browser' : key.maskedName,
              state: stateOf(1),
            },
            {
              id: 'check',
              title: 'Check at the venue',
              says: key === undefined ? 'Not begun' : KEY_STATUS[key.status].word,
              state: key?.status === 'Refused' ? 'asked-again' : stateOf(2),
            },
            {
              id: 'consent',
              title: 'Consent of others',
              says: at < 3 ? 'Not begun' : 'Propose it',
              state: stateOf(3),
            },
          ]}
        />
        <div className="border-t pt-4">
          {account === undefined ? (
            <ChooseAccount
              accounts={accounts}
              onChosen={async (id) => {
                await again();
                onChange({ connect: id, key: null });
              }}
              onPaper={async () => {
                await again();
                onClose();
              }}
            />
          ) : keyId === null ? (
            <EnterKey
              account={account}
              onEntered={async (id) => {
                await again();
                onChange({ connect: account.id, key: id });
              }}
            />
          ) : key === undefined ? (
            <EmptyState>This key is not there any more.</EmptyState>
          ) : (
            <Checked
              line={{ ...key, account }}
              onAct={onAct}
              onAgain={() => onChange({ connect: account.id, key: null })}
            />
          )}
        </div>
      </div>
    </Drawer>
  );
}

function stepOf(status: KeyLine['status'] | undefined): number {
  if (status === 'Ready' || status === 'Proposed' || status === 'Suspended') return 3;
  return status === 'Active' || status === 'Draining' || status === 'Retired' ? 4 : 2;
}

function ChooseAccount({
  accounts,
  onChosen,
  onPaper,
}: {
  readonly accounts: readonly VenueAccount[];
  readonly onChosen: (id: VenueAccountId) => Promise<void>;
  /** One on paper was named: it needs no key. */
  readonly onPaper: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<string>(NEW);
  const [venue, setVenue] = useState<KeyedVenue>('binance');
  const [label, setLabel] = useState('');
  const [mode, setMode] = useState<'Live' | 'Paper'>('Live');
  const create = useAct(trpc.venues.createAccount, {
    onDone: ({ venueAccountId }) => (mode === 'Paper' ? onPaper() : onChosen(venueAccountId)),
  });
  const keyed = accounts.filter((one) => one.mode === 'Live');
  const existing = keyed.find(({ id }) => id === chosen);
  const send = () => {
    if (existing !== undefined) void onChosen(existing.id);
    else create.mutate({ venue, label, mode, clientId: null });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field label="Account">
        <Select
          options={[
            { value: NEW, label: 'A new one' },
            ...keyed.map((one) => ({
              value: one.id as string,
              label: `${venueName(one.venue)}, ${one.label}`,
            })),
          ]}
          value={chosen}
          onValueChange={setChosen}
        />
      </Field>
      {existing === undefined && (
        <>
          <Field label="Venue">
            <Select
              options={KEYED_VENUES.map((one) => ({ value: one, label: venueName(one) }))}
              value={venue}
              onValueChange={setVenue}
            />
          </Field>
          <Field
            label="Kind"
            hint="On paper it fills against the venue's live books, reaches no venue and needs no key."
          >
            <Select
              options={[
                { value: 'Live', label: 'Live' },
                { value: 'Paper', label: 'Paper' },
              ]}
              value={mode}
              onValueChange={setMode}
            />
          </Field>
          <Field label="Name of the account" hint="As people here call it: main, market making.">
            <TextInput name="label" value={label} onValueChange={setLabel} maxLength={60} />
          </Field>
        </>
      )}
      <FailureLine error={create.error} />
      <Button
        type="submit"
        variant="primary"
        disabled={existing === undefined && label.trim() === ''}
        busy={create.isPending}
        busyLabel="Naming it"
        className="self-start"
      >
        Go on
      </Button>
    </form>
  );
}

function Checked({
  line,
  onAct,
  onAgain,
}: {
  readonly line: KeyLine;
  readonly onAct: (line: KeyLine, act: KeyAct) => void;
  readonly onAgain: () => void;
}) {
  const { status, permissions, reasons, warnings, next, fingerprint, attempts } = line;
  const waits = status === 'Submitted' || status === 'Probing';
  return (
    <div className="flex flex-col gap-4" aria-live="polite">
      <FactList
        facts={[
          { name: 'Status', value: <Status look={KEY_STATUS[status]} /> },
          { name: 'May', value: permissionsText(permissions) ?? 'not told yet' },
          {
            name: 'Fingerprint',
            value: <span className="break-all font-mono text-label">{fingerprint}</span>,
          },
        ]}
      />
      {waits && (
        <p className="text-ink-2">
          The worker opens it and asks the venue what it may do
          {attempts > 0 && `; asked ${attempts} times so far`}. You may leave, it goes on.
        </p>
      )}
      {[...reasons, ...warnings].map(({ code, sentence }) => (
        <p key={code} className={status === 'Refused' ? 'text-danger' : 'text-warn'}>
          {sentence}
        </p>
      ))}
      {next.kind !== 'None' && (
        <Button variant="primary" onClick={() => onAct(line, next.kind)} className="self-start">
          {next.kind === 'Rotate' ? 'Propose to rotate to it' : 'Propose it'}
        </Button>
      )}
      {next.kind === 'None' && !waits && <p className="text-ink-2">{next.why}</p>}
      {status === 'Refused' && (
        <Button onClick={onAgain} className="self-start">
          Enter another key
        </Button>
      )}
    </div>
  );
}
