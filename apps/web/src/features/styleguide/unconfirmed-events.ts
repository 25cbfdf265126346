import type { TimelineEvent } from '@/ui/timeline.tsx';

/** What was asked of a venue that does not answer: the specimen of every evidence drawer. */
export const UNCONFIRMED_EVENTS: readonly TimelineEvent[] = [
  {
    id: 'sent',
    shape: 'disc',
    tone: 'accent',
    title: 'Sent to Kraken',
    offset: '0 ms',
    evidence: 'ClOrdID 7Q2M…81XD, socket 3, event 1,284,037',
  },
  {
    id: 'silence',
    shape: 'ring-dashed',
    tone: 'ink-3',
    title: 'No acknowledgement',
    offset: '1.00 s',
    evidence: 'expected within 1,000 ms; median today 112 ms',
  },
  {
    id: 'asked',
    shape: 'ring',
    tone: 'ink-2',
    title: 'Asked by ClOrdID',
    offset: '1.02 s',
    evidence: 'REST QueryOrders: 502 after 1.4 s',
  },
  {
    id: 'compared',
    shape: 'diamond-mark',
    tone: 'warn',
    title: 'Open trades compared',
    offset: '5.10 s',
    evidence: 'no XRP fill since 09:40:59.004, so filled 0 as far as Kraken shows',
  },
];
