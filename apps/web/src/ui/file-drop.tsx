'use client';

import { type DragEvent, type ReactNode, useId, useState } from 'react';
import { ProgressBar } from './bar.tsx';
import { cn } from './cn.ts';
import { Glyph } from './glyph.tsx';
import { Icon } from './icon.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

/** One file on its way: being sent, being scanned, taken, or refused with a reason. */
export type DroppedFile = { readonly id: string; readonly name: string } & (
  | { readonly state: 'sending'; readonly ratio: number; readonly says: ReactNode }
  | { readonly state: 'scanning' }
  | { readonly state: 'taken'; readonly size: ReactNode; readonly evidence: ReactNode }
  | { readonly state: 'refused'; readonly reason: ReactNode; readonly onReplace?: () => void }
);

/** The one dashed outline there is: files are dropped, pasted or chosen here. */
export function FileDrop({
  label,
  rule,
  accept,
  multiple = true,
  disabled = false,
  onFiles,
  files,
}: {
  /** What is asked for: "Register of members". */
  readonly label: string;
  /** What is taken, in a sentence: "PDF, PNG, JPEG, up to 20 MB each." */
  readonly rule: ReactNode;
  /** As an input's `accept`. */
  readonly accept: string;
  readonly multiple?: boolean;
  readonly disabled?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly files: readonly DroppedFile[];
}) {
  const [over, setOver] = useState(false);
  const id = useId();
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!disabled) onFiles([...event.dataTransfer.files].slice(0, multiple ? undefined : 1));
  };
  return (
    <div>
      <label
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={cn(
          'flex cursor-pointer gap-2.5 rounded-control border border-line-strong border-dashed p-4',
          'has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent',
          'has-[:focus-visible]:outline-offset-1',
          over && !disabled && 'border-accent bg-accent-wash',
          disabled && 'cursor-not-allowed border-line text-ink-3',
        )}
      >
        <Icon name="upload" size={16} className="mt-px text-ink-2" />
        <span>
          <span className="block">
            Drop files here or{' '}
            <span className={cn('font-medium', disabled ? 'text-ink-3' : 'text-accent')}>
              choose
            </span>
          </span>
          <span id={id} className="block text-ink-2 text-label">
            {rule}
          </span>
        </span>
        <input
          type="file"
          aria-label={label}
          aria-describedby={id}
          accept={accept}
          multiple={multiple}
          disabled={disabled}
          className="sr-only"
          onChange={(event) => {
            onFiles([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </label>
      <ul aria-label={`${label}, files`}>
        {files.map((file) => (
          <FileRow key={file.id} file={file} />
        ))}
      </ul>
    </div>
  );
}

function FileRow({ file }: { readonly file: DroppedFile }) {
  return (
    <li className="grid grid-cols-[14px_1fr_auto] items-center gap-x-2.5 gap-y-0.75 border-line-faint border-b py-2.25">
      {file.state === 'sending' && <Glyph shape="half" tone="accent" />}
      {file.state === 'scanning' && <Glyph shape="ring-dashed" tone="ink-3" />}
      {file.state === 'taken' && <Glyph shape="check" tone="accent" />}
      {file.state === 'refused' && <Glyph shape="cross" tone="danger" />}
      <span className="truncate" title={file.name}>
        {file.name}
      </span>
      <span className="text-right text-ink-2 text-label">
        {file.state === 'sending' && file.says}
        {file.state === 'scanning' && 'being scanned'}
        {file.state === 'taken' && file.size}
        {file.state === 'refused' && file.onReplace && (
          <button
            type="button"
            onClick={file.onReplace}
            className="min-h-6 font-medium text-accent underline-offset-3 hover:underline"
          >
            Replace<VisuallyHidden> {file.name}</VisuallyHidden>
          </button>
        )}
      </span>
      {file.state === 'sending' && (
        <ProgressBar
          ratio={file.ratio}
          label={`Sending ${file.name}`}
          className="col-span-2 col-start-2"
        />
      )}
      {file.state === 'taken' && (
        <span className="col-span-2 col-start-2 text-ink-2 text-label">{file.evidence}</span>
      )}
      {file.state === 'refused' && (
        <span className="col-span-2 col-start-2 text-ink-2 text-label">{file.reason}</span>
      )}
    </li>
  );
}
