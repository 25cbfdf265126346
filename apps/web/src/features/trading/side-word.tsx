import { cn } from '@/ui/cn.ts';

/** Side by arrow, word and colour, so that none of them is needed alone. */
export function SideWord({ side }: { readonly side: 'Buy' | 'Sell' }) {
  return (
    <span className={cn('whitespace-nowrap', side === 'Buy' ? 'text-up' : 'text-down')}>
      <span aria-hidden="true">{side === 'Buy' ? '▲' : '▼'}</span> {side}
    </span>
  );
}
