'use client';

import { KeysSheet } from '@/ui/keys-sheet.tsx';
import { AUDIENCES } from './audiences.ts';

const GROUPS = [
  {
    title: 'Everywhere',
    keys: [
      { keys: 'Ctrl K', does: 'Find or go to' },
      { keys: 'Ctrl Shift K', does: 'Kill switch, for staff' },
      { keys: '?', does: 'These keys' },
      { keys: 'Esc', does: 'Close what is open' },
    ],
  },
  {
    title: 'Order ticket',
    keys: [
      { keys: 'o', does: 'To its first field, whose order it is' },
      { keys: 'b', does: 'Buy: how much' },
      { keys: 's', does: 'Sell: how much' },
      { keys: 'a', does: 'Arm; then Enter sends, Esc disarms' },
    ],
  },
  {
    title: 'Go to',
    keys: AUDIENCES.map(({ key, label }) => ({ keys: `g ${key}`, does: label })),
  },
];

// biome-ignore lint/style/noDefaultExport: what `lazy` takes
export default function ShellKeysSheet(props: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  return <KeysSheet {...props} groups={GROUPS} />;
}
