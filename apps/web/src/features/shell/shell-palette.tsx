'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useIsDemo, useSession } from '@/features/identity/session-context.ts';
import { useSignOut } from '@/features/identity/use-sign-out.ts';
import { type CommandGroup, CommandPalette } from '@/ui/command-palette.tsx';
import { choosePreference } from '@/ui/use-preferences.ts';
import { AUDIENCES } from './audiences.ts';
import { useShellActs } from './shell-acts.ts';

const LOOK: CommandGroup = {
  value: 'Look',
  items: [
    {
      id: 'theme-system',
      label: 'Theme as the system has it',
      words: 'colour dark light',
      run: () => choosePreference('theme', 'system'),
    },
    {
      id: 'theme-light',
      label: 'Light theme',
      words: 'colour day',
      run: () => choosePreference('theme', 'light'),
    },
    {
      id: 'theme-dark',
      label: 'Dark theme',
      words: 'colour night',
      run: () => choosePreference('theme', 'dark'),
    },
    {
      id: 'rows-compact',
      label: 'Compact rows',
      words: 'density',
      run: () => choosePreference('density', 'compact'),
    },
    {
      id: 'rows-comfortable',
      label: 'Comfortable rows',
      words: 'density',
      run: () => choosePreference('density', 'comfortable'),
    },
    {
      id: 'palette-blue',
      label: 'Blue up, orange down',
      words: 'palette colours',
      run: () => choosePreference('palette', 'blue-orange'),
    },
    {
      id: 'palette-orange',
      label: 'Orange up, blue down',
      words: 'palette colours',
      run: () => choosePreference('palette', 'orange-blue'),
    },
    {
      id: 'palette-mono',
      label: 'One ink for up and down',
      words: 'palette colours mono',
      run: () => choosePreference('palette', 'mono'),
    },
  ],
};

// biome-ignore lint/style/noDefaultExport: what `lazy` takes
export default function ShellPalette(props: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const { openKeys } = useShellActs();
  const { audiences } = useSession();
  const isDemo = useIsDemo();
  const signOut = useSignOut();
  const groups = useMemo<CommandGroup[]>(() => {
    const shells = AUDIENCES.filter(({ id }) => audiences.includes(id)).map(
      ({ id, label, readers, href, key }) => ({
        id,
        label,
        note: readers,
        kbd: ['g', key],
        run: () => router.push(href),
      }),
    );
    const other = [
      {
        id: 'styleguide',
        label: 'Style guide',
        note: 'Every part in every state',
        run: () => router.push('/styleguide'),
      },
      { id: 'keys', label: 'Keys', words: 'shortcuts keyboard help', kbd: ['?'], run: openKeys },
      { id: 'landing', label: 'Front page', run: () => router.push('/') },
      {
        id: 'security',
        label: 'Security',
        note: 'Second factors, sessions, password',
        words: 'passkey totp devices recovery codes',
        run: () => router.push('/you/security'),
      },
      { id: 'sign-out', label: 'Sign out', words: 'leave log out', run: signOut },
      ...(isDemo
        ? [{ id: 'mails', label: 'Mails of this demo', run: () => router.push('/dev/mail') }]
        : []),
    ];
    return [{ value: 'Go to', items: [...shells, ...other] }, LOOK];
  }, [router, openKeys, audiences, isDemo, signOut]);
  return <CommandPalette {...props} groups={groups} />;
}
