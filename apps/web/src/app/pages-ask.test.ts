import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AUDIENCES } from '@/features/shell/audiences.ts';

const pagesOf = (folder: string) => globSync('**/page.tsx', { cwd: folder });

it.each(AUDIENCES)(
  'every page of $id asks its own gate, because its shell opens nothing',
  ({ id }) => {
    const folder = join(import.meta.dirname, id);
    const pages = pagesOf(folder);
    expect(pages.length).toBeGreaterThan(3);
    const open = pages.filter(
      (page) => !readFileSync(join(folder, page), 'utf8').includes(`await requireShell('${id}')`),
    );
    expect(open).toEqual([]);
  },
);
