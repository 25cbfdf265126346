import { shortHash } from '@ultrathink/domain/kernel';
import type { FacetGroup } from './facet-panel.tsx';
import { actionWords, actorFacetWords, kindWords } from './words.ts';

/** The facets of the log, in the order they are asked: what, by whom, on what, for whom, where. */
export const FACET_GROUPS: readonly FacetGroup[] = [
  { id: 'action', title: 'Action', words: actionWords },
  { id: 'actor', title: 'Actor', words: actorFacetWords },
  { id: 'subject', title: 'Subject', words: kindWords },
  { id: 'client', title: 'Client', words: (id, name) => name ?? shortHash(id) },
  { id: 'chain', title: 'Chain', words: (chain) => chain },
];
