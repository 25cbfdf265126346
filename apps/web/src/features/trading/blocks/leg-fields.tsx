'use client';

import { Button } from '@/ui/button.tsx';
import { Combobox } from '@/ui/combobox.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import type { AccountChoice } from '../use-accounts.ts';
import type { LegDraft } from './draft.ts';

/** As many as the engine takes in one block. */
const MOST_LEGS = 50;

/** For whom: an account and its weight in each row. */
export function LegFields({
  legs,
  accounts,
  onChange,
}: {
  readonly legs: readonly LegDraft[];
  readonly accounts: readonly AccountChoice[];
  readonly onChange: (legs: readonly LegDraft[]) => void;
}) {
  const options = accounts.map(({ account, clientName, name }) => ({
    value: account,
    label: `${clientName} · ${name}`,
  }));
  const set = (id: number, change: Partial<LegDraft>) =>
    onChange(legs.map((leg) => (leg.id === id ? { ...leg, ...change } : leg)));
  const next = Math.max(-1, ...legs.map(({ id }) => id)) + 1;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1 text-ink-3 text-label">Accounts and their weights</legend>
      {legs.map(({ id, account, weight }, index) => (
        <div
          key={id}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2 md:grid-cols-[minmax(0,1fr)_6rem_auto]"
        >
          <div className="max-md:col-span-2">
            <Combobox
              aria-label={`Account ${index + 1}`}
              options={options}
              value={account}
              onValueChange={(value) => set(id, { account: value })}
            />
          </div>
          <TextInput
            aria-label={`Weight ${index + 1}`}
            inputMode="decimal"
            value={weight}
            onValueChange={(value) => set(id, { weight: value })}
          />
          <Button
            variant="quiet"
            aria-label={`Take account ${index + 1} out`}
            disabled={legs.length === 1}
            onClick={() => onChange(legs.filter((leg) => leg.id !== id))}
          >
            Take out
          </Button>
        </div>
      ))}
      <div>
        <Button
          variant="quiet"
          disabled={legs.length >= MOST_LEGS}
          onClick={() => onChange([...legs, { id: next, account: null, weight: '1' }])}
        >
          Add an account
        </Button>
      </div>
    </fieldset>
  );
}
