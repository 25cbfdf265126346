import NextLink from 'next/link';
import { AUDIENCES } from '@/features/shell/audiences.ts';
import { Icon } from '@/ui/icon.tsx';

/** The four shells, each a line one can enter. */
export function ShellList() {
  return (
    <ul className="border-t">
      {AUDIENCES.map(({ id, label, readers, href }) => (
        <li key={id} className="border-line-faint border-b">
          <NextLink
            href={href}
            className="group -mx-2 flex h-11 items-center gap-3 px-2 hover:bg-hover focus-visible:-outline-offset-2"
          >
            <span className="w-24 font-medium">{label}</span>
            <span className="flex-1 truncate text-ink-2 text-label">{readers}</span>
            <Icon name="arrow-right" className="text-ink-3 group-hover:text-accent" />
          </NextLink>
        </li>
      ))}
    </ul>
  );
}
