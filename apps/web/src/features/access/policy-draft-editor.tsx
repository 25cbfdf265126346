'use client';

import type { AnyId } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { Field, FieldCells } from '@/ui/field.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { moved, withHours, withNeeded, withOver, withTitle } from './policy-edits.ts';
import type { Rule, Rules } from './policy-model.ts';
import { actWords, rolesText } from './words.ts';

const HOUR_MS = 3_600_000;

/** Rules in their order: move, change what they ask for, or take them out. */
export function DraftEditor({
  draft,
  start,
  onClose,
  onSaved,
}: {
  readonly draft: { readonly id: AnyId; readonly version: number; readonly note: string } | null;
  readonly start: Rules;
  readonly onClose: () => void;
  readonly onSaved: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const [rules, setRules] = useState<readonly Rule[]>(start.rules);
  const [note, setNote] = useState(draft?.note ?? '');
  const save = useAct(trpc.approval.saveDraft, { onDone: onSaved });
  const change = (at: number, rule: Rule) =>
    setRules(rules.map((one, n) => (n === at ? rule : one)));
  return (
    <Drawer
      open
      modal
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Draft of the approval policy"
      foot={
        <>
          <Button
            variant="primary"
            busy={save.isPending}
            busyLabel="Keeping it"
            onClick={() =>
              save.mutate({
                draft: draft === null ? null : { id: draft.id, version: draft.version },
                policy: { asset: start.asset, rules: [...rules] },
                note,
              })
            }
          >
            Keep the draft
          </Button>
          <FailureLine error={save.error} />
        </>
      }
    >
      <Field label="What it is about">
        <TextInput name="note" value={note} onValueChange={setNote} maxLength={2000} />
      </Field>
      <ol className="flex flex-col pt-3">
        {rules.map((rule, n) => (
          <RuleEditor
            key={rule.id}
            rule={rule}
            number={n + 1}
            isLast={n >= rules.length - 2}
            onChange={(next) => change(n, next)}
            onMove={(by) => setRules(moved(rules, n, by))}
            onRemove={() => setRules(rules.filter((_, other) => other !== n))}
          />
        ))}
      </ol>
    </Drawer>
  );
}

function RuleEditor({
  rule,
  number,
  isLast,
  onChange,
  onMove,
  onRemove,
}: {
  readonly rule: Rule;
  readonly number: number;
  /** The block-all stays the last one, and nothing passes it. */
  readonly isLast: boolean;
  readonly onChange: (rule: Rule) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}) {
  const { title, when, verdict } = rule;
  const isBlockAll = verdict.kind === 'Block' && when.acts === null;
  return (
    <li className="flex flex-col gap-2 border-line-faint border-b py-3">
      <div className="flex items-end gap-2">
        <span className="w-6 pb-1.5 text-right text-ink-3 tabular-nums">{number}</span>
        <Field label="Rule" className="flex-1">
          <TextInput
            value={title}
            disabled={isBlockAll}
            onValueChange={(text) => onChange(withTitle(rule, text))}
            maxLength={200}
          />
        </Field>
        {!isBlockAll && (
          <>
            <Button
              size="small"
              variant="quiet"
              aria-label={`Move ${title} up`}
              disabled={number === 1}
              onClick={() => onMove(-1)}
            >
              Up
            </Button>
            <Button
              size="small"
              variant="quiet"
              aria-label={`Move ${title} down`}
              disabled={isLast}
              onClick={() => onMove(1)}
            >
              Down
            </Button>
            <Button
              size="small"
              variant="danger-quiet"
              aria-label={`Take ${title} out`}
              onClick={onRemove}
            >
              Take out
            </Button>
          </>
        )}
      </div>
      <p className="pl-8 text-ink-3 text-label">
        {when.acts === null ? 'whatever is proposed' : when.acts.map(actWords).join(', ')}
        {when.proposers !== null && `, by ${rolesText(when.proposers)}`}
      </p>
      {verdict.kind === 'Require' && (
        <FieldCells className="ml-8">
          {when.amount !== null && (
            <Field label="Over">
              <TextInput
                size="cell"
                inputMode="decimal"
                value={when.amount.over}
                onValueChange={(text) => onChange(withOver(rule, text))}
              />
            </Field>
          )}
          {verdict.groups.map(({ name, needed }, n) => (
            <Field key={name} label={name}>
              <TextInput
                size="cell"
                inputMode="numeric"
                value={String(needed)}
                after="agree"
                onValueChange={(text) => onChange(withNeeded(rule, n, text))}
              />
            </Field>
          ))}
          <Field label="Within">
            <TextInput
              size="cell"
              inputMode="numeric"
              value={String(Math.round(verdict.lifeMs / HOUR_MS))}
              after="hours"
              onValueChange={(text) => onChange(withHours(rule, text))}
            />
          </Field>
        </FieldCells>
      )}
    </li>
  );
}
