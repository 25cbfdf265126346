'use client';

import { useMutation } from '@tanstack/react-query';
import type { ComponentProps } from 'react';
import { tellSessionNews } from '@/features/identity/session-channel.ts';
import { useSession } from '@/features/identity/session-context.ts';
import { useTRPCClient } from '@/trpc/client.ts';
import { Icon } from '@/ui/icon.tsx';
import { Menu, MenuGroup, MenuItem, MenuLink, MenuSeparator } from '@/ui/menu.tsx';
import { AUDIENCES, type AudienceId, audienceOf, type ShellPage } from './audiences.ts';

/** The button hands on what its menu gives it. */
function SwitchButton({ label, ...rest }: ComponentProps<'button'> & { readonly label: string }) {
  return (
    <button
      type="button"
      {...rest}
      className="relative flex min-w-0 items-center gap-1.5 whitespace-nowrap pl-5 font-medium before:absolute before:top-1/2 before:left-0 before:h-4 before:w-px before:-translate-y-1/2 before:rotate-[18deg] before:bg-line max-md:pl-3.5"
    >
      <span className="sr-only">Shell: </span>
      <span className="truncate">{label}</span>
      <Icon name="chevron-down" size={12} className="text-ink-3" />
    </button>
  );
}

/** The shells the person's roles open, and in whose name they could act instead. */
export function AudienceSwitch({
  audienceId,
  pages,
}: {
  readonly audienceId: AudienceId;
  /** Repeated here where the header has no room for tabs. */
  readonly pages: readonly ShellPage[];
}) {
  const { audiences, organisation, organisations } = useSession();
  const client = useTRPCClient();
  const move = useMutation({
    mutationFn: (organisationId: (typeof organisations)[number]['id']) =>
      client.auth.switchOrganisation.mutate({ organisationId }),
    onSuccess: ({ audience }) => {
      tellSessionNews({ kind: 'Moved' });
      // A load of its own: nothing that was read in another name stays in memory.
      location.assign(`/${audience}`);
    },
  });
  const isClient = audienceId === 'client';
  const label = isClient ? organisation.name : audienceOf(audienceId).label;
  const others = organisations.filter(({ id }) => id !== organisation.id);
  return (
    <Menu trigger={<SwitchButton label={label} />} className="min-w-72">
      <div className="md:hidden">
        <MenuGroup label={label}>
          {pages.map(({ value, label: name, href }) => (
            <MenuLink key={value} href={href}>
              {name}
            </MenuLink>
          ))}
        </MenuGroup>
        <MenuSeparator />
      </div>
      <MenuGroup label={organisation.name}>
        {AUDIENCES.filter(({ id }) => audiences.includes(id)).map(
          ({ id, label: name, readers, href, key }) => (
            <MenuLink
              key={id}
              href={href}
              current={id === audienceId}
              note={readers}
              kbd={['g', key]}
            >
              {name}
            </MenuLink>
          ),
        )}
      </MenuGroup>
      {others.length > 0 && (
        <>
          <MenuSeparator />
          <MenuGroup label="Act for another organisation">
            {others.map(({ id, name, audience }) => (
              <MenuItem key={id} note={audienceOf(audience).label} onClick={() => move.mutate(id)}>
                {name}
              </MenuItem>
            ))}
          </MenuGroup>
        </>
      )}
    </Menu>
  );
}
