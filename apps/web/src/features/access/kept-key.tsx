'use client';

import { Button } from '@/ui/button.tsx';
import { CopyButton } from '@/ui/copy-button.tsx';
import { DialogClose, FloatFoot } from '@/ui/dialog.tsx';

/** A key as text, this once. */
export function KeptKey({ text }: { readonly text: string }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-center gap-2 break-all rounded-control bg-hover px-3 py-2 font-mono">
        {text}
        <CopyButton text={text} label="Copy the key" />
      </p>
      <FloatFoot>
        <DialogClose render={<Button variant="primary">It is kept</Button>} />
      </FloatFoot>
    </div>
  );
}
