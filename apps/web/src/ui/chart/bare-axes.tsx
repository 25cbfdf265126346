import { cn } from '../cn.ts';

const LINES = ['top-[12%]', 'top-[44%]', 'top-[76%]'] as const;

/** Gridlines without figures: the place stays what it is while there is nothing to draw in it. */
export function BareAxes({ loading = false }: { readonly loading?: boolean }) {
  return (
    <div aria-hidden="true" className={cn('absolute inset-0', loading && 'animate-appear')}>
      {LINES.map((top) => (
        <div key={top} className={cn('absolute inset-x-0 flex items-center', top)}>
          <span className="flex-1 border-line-faint border-t" />
          <span className="w-13.5 pl-2.5">
            {loading && <span className="block h-2 w-9 rounded-[1px] bg-line-faint" />}
          </span>
        </div>
      ))}
    </div>
  );
}
