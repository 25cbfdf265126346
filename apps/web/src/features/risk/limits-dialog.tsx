'use client';

import type { ClientId } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import {
  LIMIT_KINDS,
  LIMIT_LEVELS,
  type LimitKind,
  type LimitLevel,
} from '@ultrathink/domain/risk';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { limitFigure, limitText, limitUnit, limitValue } from '@/trpc/limit-words.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useProposal } from '@/trpc/use-proposal.ts';
import type { Scopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Select } from '@/ui/select.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import type { LimitSet } from './model.ts';
import { KIND_WORDS, LEVEL_WORDS } from './words.ts';

export type LimitScope = LimitSet | 'new';

interface Line {
  readonly key: number;
  readonly kind: LimitKind;
  /** In the unit that is written beside it: a share in percent. */
  readonly figure: string;
  readonly instrument: string;
}

const unitOf = (kind: LimitKind) => LIMIT_KINDS[kind].unit;

const KINDS = Object.keys(LIMIT_KINDS) as LimitKind[];
const LEVELS = LIMIT_LEVELS.filter((level) => level !== 'strategy');
/** Two decimals less than are kept: a share that is written in percent has them before its point. */
const PLAIN = /^\d{1,20}(\.\d{1,16})?$/;
const PAIR = /^[A-Z0-9]{1,16}\/[A-Z0-9]{1,16}$/;

/** As every form of a proposal reads figures: commas may group them. */
const plain = (figure: string) => figure.trim().replaceAll(',', '');

function grouped(figure: string): string {
  const [whole = '', ...fraction] = figure.split('.');
  return [whole.replace(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
}

const linesOf = (start: LimitScope): readonly Line[] =>
  start === 'new'
    ? [{ key: 0, kind: 'OrderValue', figure: '', instrument: '' }]
    : start.limits.map(({ kind, value, instrument }, key) => ({
        key,
        kind,
        figure: grouped(limitFigure(kind, unitOf(kind), value)),
        instrument: instrument ?? '',
      }));

const isWhole = ({ figure, instrument }: Line) =>
  PLAIN.test(plain(figure)) && (instrument.trim() === '' || PAIR.test(instrument.trim()));

const wishOf = ({ kind, figure, instrument }: Line) => ({
  kind,
  value: limitValue(kind, unitOf(kind), plain(figure)),
  instrument: instrument.trim() === '' ? null : (instrument.trim() as InstrumentId),
  from: null,
  until: null,
});

/** Proposes all limits of one scope: those that are left out end. */
export function LimitsDialog({
  start,
  scopes,
  onClose,
}: {
  readonly start: LimitScope;
  readonly scopes: Scopes;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const { locale } = useLocale();
  const [level, setLevel] = useState<LimitLevel>(start === 'new' ? 'client' : start.level);
  const [scope, setScope] = useState(start === 'new' ? '' : start.scope);
  const [lines, setLines] = useState(() => linesOf(start));
  const propose = useProposal(trpc.risk.proposeLimits, {
    shows: ({ limits, reason }) => ({
      title: `Propose limits: ${LEVEL_WORDS[level]} ${scopes.nameOf(scope)}`,
      facts: [
        ...limits.map(({ kind, value, instrument }) => {
          const text = limitText(kind, unitOf(kind), value, { locale });
          return {
            name: KIND_WORDS[kind],
            value: instrument === null ? text : `${text} on ${instrument}`,
          };
        }),
        { name: 'Reason', value: reason },
      ],
    }),
  });
  const change = (key: number, to: Partial<Line>) =>
    setLines((all) => all.map((line) => (line.key === key ? { ...line, ...to } : line)));
  const client = level === 'client' ? scope : level === 'account' ? scopes.ownerOf(scope) : null;
  const send = (reason: string) => {
    const limits = lines.map(wishOf);
    const of = (client ?? null) as ClientId | null;
    propose.mutate({ level, scope, clientId: of, limits, reason });
  };
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Risk"
      title={start === 'new' ? 'Propose limits' : `Other limits: ${scopes.nameOf(scope)}`}
      description="All limits of the scope from then on: one that is left out ends. Another person decides; until then those in force stay."
      act="Propose them"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={scope !== '' && lines.every(isWhole)}
      onSend={send}
    >
      {start === 'new' && (
        <ScopeFields
          level={level}
          scope={scope}
          scopes={scopes}
          onLevel={(next) => {
            setLevel(next);
            setScope(next === 'firm' ? 'firm' : '');
          }}
          onScope={setScope}
        />
      )}
      <fieldset className="flex flex-col gap-2">
        <legend className="pb-1 text-ink-3 text-label">Limits</legend>
        {lines.map((line) => (
          <LineFields
            key={line.key}
            line={line}
            onChange={(to) => change(line.key, to)}
            onRemove={() => setLines((all) => all.filter(({ key }) => key !== line.key))}
          />
        ))}
        <Button
          size="small"
          variant="quiet"
          className="self-start"
          onClick={() =>
            setLines((all) => [
              ...all,
              {
                key: Math.max(-1, ...all.map(({ key }) => key)) + 1,
                kind: 'Position',
                figure: '',
                instrument: '',
              },
            ])
          }
        >
          Add a limit
        </Button>
      </fieldset>
    </ReasonDialog>
  );
}

function ScopeFields({
  level,
  scope,
  scopes,
  onLevel,
  onScope,
}: {
  readonly level: LimitLevel;
  readonly scope: string;
  readonly scopes: Scopes;
  readonly onLevel: (level: LimitLevel) => void;
  readonly onScope: (scope: string) => void;
}) {
  const choices =
    level === 'client'
      ? scopes.clients.map(({ id, name }) => ({ value: id as string, label: name }))
      : scopes.clients.flatMap(({ name, accounts }) =>
          accounts.map((one) => ({ value: one.id as string, label: `${name}, ${one.name}` })),
        );
  return (
    <>
      <Field label="Level">
        <Select
          options={LEVELS.map((one) => ({ value: one, label: LEVEL_WORDS[one] }))}
          value={level}
          onValueChange={onLevel}
        />
      </Field>
      {(level === 'client' || level === 'account') && (
        <Field label={LEVEL_WORDS[level]}>
          <Select options={choices} value={scope === '' ? null : scope} onValueChange={onScope} />
        </Field>
      )}
      {(level === 'instrument' || level === 'venue') && (
        <Field
          label={LEVEL_WORDS[level]}
          hint={level === 'venue' ? 'Such as kraken.' : 'Such as BTC/USDT.'}
        >
          <TextInput value={scope} onValueChange={onScope} maxLength={40} />
        </Field>
      )}
    </>
  );
}

function LineFields({
  line,
  onChange,
  onRemove,
}: {
  readonly line: Line;
  readonly onChange: (to: Partial<Line>) => void;
  readonly onRemove: () => void;
}) {
  const unit = limitUnit(line.kind, unitOf(line.kind));
  return (
    <div className="grid grid-cols-2 items-center gap-x-3 gap-y-1 border-line-faint border-b pb-2">
      <div className="col-span-2 flex items-center gap-2">
        <Select
          aria-label="Kind"
          options={KINDS.map((kind) => ({ value: kind, label: KIND_WORDS[kind] }))}
          value={line.kind}
          onValueChange={(kind) => onChange({ kind })}
        />
        <Button
          size="small"
          variant="quiet"
          aria-label={`Leave out ${KIND_WORDS[line.kind]}`}
          onClick={onRemove}
        >
          Leave out
        </Button>
      </div>
      <TextInput
        aria-label={`Value of ${KIND_WORDS[line.kind]}`}
        inputMode="decimal"
        value={line.figure}
        onValueChange={(figure) => onChange({ figure })}
        after={unit === '' ? undefined : <span className="text-ink-3 text-label">{unit}</span>}
        maxLength={40}
      />
      <TextInput
        aria-label={`Instrument of ${KIND_WORDS[line.kind]}`}
        placeholder="any instrument"
        value={line.instrument}
        onValueChange={(instrument) => onChange({ instrument: instrument.toUpperCase() })}
        maxLength={33}
      />
    </div>
  );
}
