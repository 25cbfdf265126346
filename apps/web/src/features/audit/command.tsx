import { CopyButton } from '@/ui/copy-button.tsx';

/** A line for a terminal, whole and ready to be copied. */
export function Command({ children }: { readonly children: string }) {
  return (
    <div className="group/copy my-1 flex items-start gap-2 bg-sunken px-3 py-1.5 font-mono text-label">
      <span aria-hidden="true" className="text-ink-3">
        $
      </span>
      <code className="min-w-0 flex-1 break-words">{children}</code>
      <CopyButton text={children} label="Copy the command" />
    </div>
  );
}
