'use client';

import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Checkbox } from '@/ui/checkbox.tsx';
import { Icon } from '@/ui/icon.tsx';

const FILE = 'ultrathink-recovery-codes.txt';

/** Ten codes, this once: to be copied or kept as a file before one goes on. */
export function RecoveryCodes({
  codes,
  email,
  act,
  onKept,
}: {
  readonly codes: readonly string[];
  readonly email: string;
  /** What goes on: "Open my shell". */
  readonly act: string;
  readonly onKept: () => void;
}) {
  const [isKept, setKept] = useState(false);
  const [said, setSaid] = useState('');
  const copy = () => {
    navigator.clipboard.writeText(codes.join('\n')).then(
      () => setSaid('Copied.'),
      () => setSaid('This browser refused to copy.'),
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <ol className="grid grid-cols-[auto_1fr] gap-x-3 border-y py-3 font-mono text-[0.8125rem]/6 max-md:text-label/6">
        {codes.map((code, index) => (
          <li key={code} className="col-span-2 grid grid-cols-subgrid">
            <span aria-hidden="true" className="text-right text-ink-3">
              {index + 1}
            </span>
            <span className="select-all break-all">{code}</span>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={copy}>
          <Icon name="copy" />
          Copy all
        </Button>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(fileOf(codes, email))}`}
          download={FILE}
          className="inline-flex h-control items-center gap-2 rounded-control border border-line-strong px-3 font-medium hover:bg-hover"
        >
          <Icon name="download" />
          Keep as a file
        </a>
        <span role="status" className="text-ink-2 text-label">
          {said}
        </span>
      </div>
      <Checkbox checked={isKept} onCheckedChange={setKept}>
        I keep these where I find them without my device
      </Checkbox>
      <Button variant="primary" size="send" wide disabled={!isKept} onClick={onKept}>
        {act}
      </Button>
    </div>
  );
}

function fileOf(codes: readonly string[], email: string): string {
  return [`Recovery codes for ${email}. Each works once.`, '', ...codes, ''].join('\n');
}
