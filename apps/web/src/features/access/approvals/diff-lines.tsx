'use client';

import { useState } from 'react';
import { Segmented } from '@/ui/segmented.tsx';
import { sentenceCase } from '@/ui/words.ts';
import { pointerWords, valueWords } from '../words.ts';
import type { ProposalParts } from './model.ts';
import { useNamed } from './use-named.ts';

type Form = 'words' | 'exact';

const FORMS = [
  { value: 'words', label: 'Words' },
  { value: 'exact', label: 'Exact' },
] as const;

/** What exactly would be done: value by value, or the very text that was hashed. */
export function DiffLines({
  diff,
  payload,
  people,
  first,
}: {
  readonly diff: ProposalParts['diff'];
  readonly payload: string;
  /** Those whose ids it names. */
  readonly people: ProposalParts['concerns'];
  /** Which form it opens in. */
  readonly first: Form;
}) {
  const [form, setForm] = useState<Form>(first);
  const named = useNamed(people);
  return (
    <section aria-label="What would be done">
      <div className="flex items-center justify-between border-b pb-1">
        <h3 className="font-medium">What would be done</h3>
        <Segmented<Form>
          label="Form of the change"
          value={form}
          onValueChange={setForm}
          options={FORMS}
        />
      </div>
      {form === 'words' ? (
        <ul>
          {diff.map(({ pointer, before, after }) => (
            <li
              key={pointer}
              className="grid grid-cols-[132px_minmax(0,1fr)] gap-x-3 border-line-faint border-b py-1.25"
            >
              <span className="break-words text-ink-3">{sentenceCase(pointerWords(pointer))}</span>
              <span className="flex flex-wrap items-baseline gap-x-2">
                {before !== null && (
                  <del className="break-all rounded-[2px] bg-down-wash px-1">
                    {valueWords(pointer, before, named)}
                  </del>
                )}
                {after !== null && (
                  <ins className="break-all rounded-[2px] bg-up-wash px-1 no-underline">
                    {valueWords(pointer, after, named)}
                  </ins>
                )}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <pre className="overflow-x-auto whitespace-pre-wrap break-all py-2 font-mono text-label">
          {payload}
        </pre>
      )}
    </section>
  );
}
