import type { CommandGroup } from '@/ui/command-palette.tsx';
import { Glyph } from '@/ui/glyph.tsx';
import { OrdStatus, Unconfirmed } from '@/ui/status.tsx';

const nothing = () => {};

/** What a desk trader's palette holds; on the sheets its acts do nothing. */
export const COMMANDS: readonly CommandGroup[] = [
  {
    value: 'Clients',
    items: [
      { id: 'osb', label: 'Osprey Bank', note: 'OSB-01, 3 working orders', run: nothing },
      { id: 'hpf', label: 'Halden Pension Fund', note: 'HPF-01', run: nothing },
    ],
  },
  {
    value: 'Orders',
    items: [
      {
        id: 'O-4180',
        label: 'O-4180 Buy 250,000 XRP',
        glyph: <Glyph shape="diamond-mark" tone="warn" />,
        aside: <Unconfirmed clock="6.2 s" />,
        run: nothing,
      },
      {
        id: 'O-4102',
        label: 'O-4102 Sell 12.00 BTC',
        glyph: <Glyph shape="disc" tone="accent" />,
        aside: <OrdStatus status="Filled" />,
        run: nothing,
      },
    ],
  },
  {
    value: 'Go to',
    items: [{ id: 'pos', label: 'Positions of Osprey Bank', kbd: ['g', 'p'], run: nothing }],
  },
  {
    value: 'Actions',
    items: [
      { id: 'new', label: 'New order for Osprey Bank', kbd: 'b', run: nothing },
      {
        id: 'cancel',
        label: 'Cancel 3 orders of Osprey Bank',
        aside: <span className="text-ink-3">asks first</span>,
        run: nothing,
      },
    ],
  },
];
