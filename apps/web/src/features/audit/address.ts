'use client';

import { parseAsArrayOf, parseAsIsoDateTime, parseAsString, useQueryStates } from 'nuqs';
import type { FacetId } from './model.ts';
import type { TimeSpan } from './span.ts';

const values = parseAsArrayOf(parseAsString).withDefault([]);

const PARSERS = {
  find: parseAsString.withDefault(''),
  action: values,
  actor: values,
  subject: values,
  client: values,
  chain: values,
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  event: parseAsString,
} as const;

/** What is searched for, as it stands in the address: reload, back and a pasted link keep it. */
export interface AuditSearch {
  readonly find: string;
  readonly chosen: Readonly<Record<FacetId, readonly string[]>>;
  readonly span: TimeSpan | null;
}

export interface AuditAddress {
  readonly search: AuditSearch;
  /** The event that stands open, by id. */
  readonly open: string | null;
  readonly setFind: (find: string) => void;
  readonly setChosen: (id: FacetId, values: readonly string[]) => void;
  readonly setSpan: (span: TimeSpan | null) => void;
  readonly setOpen: (id: string | null) => void;
  readonly clear: () => void;
}

export function useAuditAddress(): AuditAddress {
  const [params, set] = useQueryStates(PARSERS, { history: 'replace' });
  const { find, action, actor, subject, client, chain, from, to, event } = params;
  return {
    search: {
      find,
      chosen: { action, actor, subject, client, chain },
      span:
        from !== null && to !== null ? { from: from.toISOString(), to: to.toISOString() } : null,
    },
    open: event,
    setFind: (text) => void set({ find: text }),
    setChosen: (id, chosen) => void set({ [id]: [...chosen] }),
    setSpan: (span) =>
      void set({
        from: span === null ? null : new Date(span.from),
        to: span === null ? null : new Date(span.to),
      }),
    setOpen: (id) => void set({ event: id }),
    clear: () =>
      void set({
        find: null,
        action: null,
        actor: null,
        subject: null,
        client: null,
        chain: null,
        from: null,
        to: null,
      }),
  };
}

export function isFiltered({ find, chosen, span }: AuditSearch): boolean {
  return find !== '' || span !== null || Object.values(chosen).some(({ length }) => length > 0);
}
