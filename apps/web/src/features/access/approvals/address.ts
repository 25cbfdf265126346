/** What the page of approvals shows, in its address. */
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';

export const VIEWS = ['decide', 'mine', 'open', 'ended'] as const;
export type View = (typeof VIEWS)[number];

const FIELDS = {
  view: parseAsStringLiteral(VIEWS).withDefault('decide'),
  proposal: parseAsString,
};

export function useApprovalsAddress() {
  const [{ view, proposal }, set] = useQueryStates(FIELDS, { history: 'replace' });
  return {
    view,
    proposal,
    show: (next: View) => void set({ view: next, proposal: null }),
    open: (id: string | null) => void set({ proposal: id }),
  };
}
