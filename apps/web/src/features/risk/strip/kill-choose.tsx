'use client';

import { useQuery } from '@tanstack/react-query';
import type { ClientId } from '@ultrathink/domain/kernel';
import { KILL_GRADES, type StateLevel } from '@ultrathink/domain/risk';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { Checkbox } from '@/ui/checkbox.tsx';
import { Field } from '@/ui/field.tsx';
import { RadioGroup } from '@/ui/radio.tsx';
import { Select } from '@/ui/select.tsx';
import { StripSheet } from '@/ui/strip-sheet.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { GRADE_WORDS } from '../words.ts';
import {
  effectText,
  effectTitle,
  FIRM_WISH,
  inDoubt,
  type KillWish,
  orderName,
  ordersText,
  type UnderStop,
} from './kill-wish.ts';

const LEVELS: readonly { readonly value: StateLevel; readonly label: string }[] = [
  { value: 'firm', label: 'Firm' },
  { value: 'client', label: 'One client' },
  { value: 'account', label: 'One account' },
  { value: 'strategy', label: 'One strategy' },
  { value: 'venueKey', label: 'One venue key' },
];

/** Step one: what, how far, and what will happen in numbers. Nothing has happened yet. */
export function KillChoose({
  wish,
  orders,
  error,
  onChange,
  onSure,
  onClose,
}: {
  readonly wish: KillWish;
  /** Null while it is not known. */
  readonly orders: readonly UnderStop[] | null;
  readonly error: unknown;
  readonly onChange: (wish: KillWish) => void;
  readonly onSure: () => void;
  readonly onClose: () => void;
}) {
  const mayFlatten = useMay('risk.flatten');
  const mayDrill = useMay('risk.runDrill');
  const mayKeys = useMay('venues.readKeys');
  const grades = KILL_GRADES.filter((grade) => grade !== 'FLATTEN' || mayFlatten);
  const levels = LEVELS.filter(({ value }) => value !== 'venueKey' || mayKeys);
  const isChosen = wish.scope !== '';
  return (
    <StripSheet
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      icon="power"
      title="Kill switch"
      aside="1 of 2"
      foot={
        <>
          <Button variant="danger" disabled={!isChosen} onClick={onSure}>
            Continue
          </Button>
          <Button variant="quiet" onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <RadioGroup<StateLevel>
        label="What is to stop"
        layout="list"
        options={levels.map((level) => ({
          ...level,
          aside:
            level.value === wish.level && isChosen && orders !== null
              ? ordersText(orders)
              : level.value === 'firm'
                ? ''
                : 'choose',
        }))}
        value={wish.level}
        onValueChange={(level) =>
          onChange(
            level === 'firm'
              ? { ...FIRM_WISH, grade: wish.grade, why: wish.why, isDrill: wish.isDrill }
              : { ...wish, level, scope: '', clientId: null, name: '' },
          )
        }
      />
      {wish.level !== 'firm' && <ScopeField wish={wish} onChange={onChange} />}
      <Field label="How far" hint={GRADE_WORDS[wish.grade].does}>
        <Select
          options={grades.map((grade) => ({ value: grade, label: GRADE_WORDS[grade].name }))}
          value={wish.grade}
          onValueChange={(grade) =>
            onChange({ ...wish, grade, isDrill: wish.isDrill && grade === 'CANCEL_ALL' })
          }
        />
      </Field>
      {mayDrill && wish.grade === 'CANCEL_ALL' && (
        <Checkbox
          checked={wish.isDrill}
          onCheckedChange={(isDrill) => onChange({ ...wish, isDrill })}
          note="It cancels for real. Listed as a drill, with the time to the last cancel."
        >
          This is a drill
        </Checkbox>
      )}
      <Field label="Why" optional hint="Kept in the audit trail. Name no personal data here.">
        <TextInput
          name="why"
          value={wish.why}
          onValueChange={(why) => onChange({ ...wish, why })}
          maxLength={500}
        />
      </Field>
      {isChosen && <Effect wish={wish} orders={orders} error={error} />}
    </StripSheet>
  );
}

function Effect({
  wish: { grade },
  orders,
  error,
}: {
  readonly wish: KillWish;
  readonly orders: readonly UnderStop[] | null;
  readonly error: unknown;
}) {
  if (orders === null) {
    return error === null ? (
      <p className="text-ink-2">Counting what works.</p>
    ) : (
      <>
        <FailureLine error={error} />
        <p className="text-ink-2">What works could not be counted. You can stop it all the same.</p>
      </>
    );
  }
  const doubts = inDoubt(orders);
  return (
    <div aria-live="polite">
      <h3 className="text-title">{effectTitle(grade, orders)}</h3>
      <p className="pt-0.5 text-ink-2">{effectText(grade, orders)}</p>
      {doubts.slice(0, 3).map((order) => (
        <p key={order.clOrdId} className="text-ink-2">
          {orderName(order)} is Unconfirmed: its cancel is sent and stays open until {order.venue}{' '}
          answers.
        </p>
      ))}
    </div>
  );
}

/** Which one: a client, an account, a strategy by its name, or the key of a venue. */
function ScopeField({
  wish,
  onChange,
}: {
  readonly wish: KillWish;
  readonly onChange: (wish: KillWish) => void;
}) {
  const { clients } = useScopes();
  switch (wish.level) {
    case 'client':
      return (
        <Field label="Client">
          <Select
            disabled={clients.length === 0}
            options={clients.map(({ id, name }) => ({ value: id as string, label: name }))}
            value={wish.scope === '' ? null : wish.scope}
            onValueChange={(scope) => {
              const name = clients.find(({ id }) => id === scope)?.name ?? scope;
              onChange({ ...wish, scope, clientId: scope as ClientId, name });
            }}
          />
        </Field>
      );
    case 'account': {
      const accounts = clients.flatMap(({ id: client, name, accounts: own }) =>
        own.map((one) => ({ client, id: one.id as string, label: `${name}, ${one.name}`, one })),
      );
      return (
        <Field label="Account">
          <Select
            disabled={accounts.length === 0}
            options={accounts.map(({ id, label }) => ({ value: id, label }))}
            value={wish.scope === '' ? null : wish.scope}
            onValueChange={(scope) => {
              const found = accounts.find(({ id }) => id === scope);
              if (found === undefined) return;
              onChange({ ...wish, scope, clientId: found.client, name: found.one.name });
            }}
          />
        </Field>
      );
    }
    case 'strategy':
      return (
        <Field label="Strategy" hint="As orders name it.">
          <TextInput
            value={wish.scope}
            onValueChange={(scope) => onChange({ ...wish, scope, clientId: null, name: scope })}
            maxLength={100}
          />
        </Field>
      );
    default:
      return <KeyField wish={wish} onChange={onChange} />;
  }
}

function KeyField({
  wish,
  onChange,
}: {
  readonly wish: KillWish;
  readonly onChange: (wish: KillWish) => void;
}) {
  const trpc = useTRPC();
  const listed = useQuery(trpc.venues.listKeys.queryOptions());
  const keys = (listed.data?.accounts ?? []).flatMap(({ venue, label, keys: own }) =>
    own
      .filter(({ status }) => status === 'Active')
      .map((key) => ({ value: key.id as string, label: `${venue} ${label}, ${key.label}` })),
  );
  return (
    <Field label="Venue key" hint={keys.length === 0 ? 'No key of a venue is in use.' : undefined}>
      <Select
        disabled={keys.length === 0}
        options={keys}
        value={wish.scope === '' ? null : wish.scope}
        onValueChange={(scope) => {
          const name = keys.find(({ value }) => value === scope)?.label ?? scope;
          onChange({ ...wish, scope, clientId: null, name });
        }}
      />
    </Field>
  );
}
