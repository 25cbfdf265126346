import type { ReactNode } from 'react';

export type Part = 'states' | 'venues' | 'unconfirmed' | 'breaks' | 'sealed';

/** Lists that other contexts own, shown in drawers of the strip: made only once they are asked for. */
export interface StripLists {
  readonly unconfirmed: ReactNode;
  readonly breaks: ReactNode;
}
