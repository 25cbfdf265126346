'use client';

import { useState } from 'react';
import { cn } from '@/ui/cn.ts';
import { Segmented } from '@/ui/segmented.tsx';
import { VisuallyHidden } from '@/ui/visually-hidden.tsx';
import { changesOf, type JsonLine, jsonDiff, type ValueChange } from './changes.ts';
import { PaneHeading } from './pane-heading.tsx';
import { pathWords } from './words.ts';

type Form = 'words' | 'json';

const FORMS = [
  { value: 'words', label: 'Words' },
  { value: 'json', label: 'JSON' },
] as const;

/** What an event changed: as sentences, or as the two values line by line. */
export function Diff({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const [form, setForm] = useState<Form>('words');
  const changes = changesOf(before, after);
  return (
    <section aria-label="What changed">
      <PaneHeading title="What changed" about={aboutOf(changes)}>
        {changes.length > 0 && (
          <Segmented<Form>
            label="Form of the change"
            value={form}
            onValueChange={setForm}
            options={FORMS}
          />
        )}
      </PaneHeading>
      {changes.length === 0 && <p className="text-ink-2">Nothing kept changed its value.</p>}
      {changes.length > 0 && form === 'words' && <ChangeList changes={changes} />}
      {changes.length > 0 && form === 'json' && <JsonLines lines={jsonDiff(before, after)} />}
    </section>
  );
}

function aboutOf(changes: readonly ValueChange[]): string | undefined {
  if (changes.length === 0) return undefined;
  return changes.length === 1 ? '1 value' : `${changes.length} values`;
}

function ChangeList({ changes }: { readonly changes: readonly ValueChange[] }) {
  return (
    <ul>
      {changes.map((change) => (
        <li
          key={change.path.join('.')}
          className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-3 border-line-faint border-b py-1.25"
        >
          <span className="break-words text-ink-3">{pathWords(change.path)}</span>
          <span className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
            <ChangeWords change={change} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function ChangeWords({ change: { kind, before, after } }: { readonly change: ValueChange }) {
  return (
    <>
      {before !== null && (
        <del
          className={cn(
            'break-all rounded-[2px] bg-down-wash px-1',
            kind === 'changed' && 'text-ink-2',
          )}
        >
          <VisuallyHidden>was </VisuallyHidden>
          {before}
        </del>
      )}
      {kind === 'changed' && (
        <span aria-hidden="true" className="text-ink-3">
          →
        </span>
      )}
      {after !== null && (
        <ins className="break-all rounded-[2px] bg-up-wash px-1 font-medium no-underline">
          <VisuallyHidden>{kind === 'changed' ? 'is now ' : 'new: '}</VisuallyHidden>
          {after}
        </ins>
      )}
    </>
  );
}

const LINE_LOOK = {
  ' ': { className: '', word: '', sign: ' ' },
  '+': { className: 'bg-up-wash', word: 'new: ', sign: '+' },
  '-': { className: 'bg-down-wash', word: 'was: ', sign: '−' },
} as const;

function JsonLines({ lines }: { readonly lines: readonly JsonLine[] }) {
  return (
    <div className="overflow-x-auto border-y py-1 font-mono text-label">
      {lines.map(({ sign, text }, index) => {
        const look = LINE_LOOK[sign];
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name than its place
            key={index}
            className={cn('grid min-w-fit grid-cols-[18px_1fr] whitespace-pre', look.className)}
          >
            <span aria-hidden="true" className="text-ink-2">
              {look.sign}
            </span>
            <span>
              {look.word !== '' && <VisuallyHidden>{look.word}</VisuallyHidden>}
              {text}
            </span>
          </div>
        );
      })}
    </div>
  );
}
