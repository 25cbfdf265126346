/** The four audiences: one shell each, with the pages that exist today. */
import type { Permission } from '@ultrathink/domain/access';
import type { Density } from '@/ui/preferences.ts';

export type AudienceId = 'client' | 'desk' | 'compliance' | 'operations';

export type ShellPage = {
  readonly value: string;
  readonly label: string;
  readonly href: string;
  /** Whoever does not hold one of these does not see it; without any it is everybody's. */
  readonly needs?: readonly Permission[];
};

export type Audience = {
  readonly id: AudienceId;
  readonly label: string;
  /** Who reads here, for the list of shells. */
  readonly readers: string;
  readonly href: `/${AudienceId}`;
  /** Pressed after `g`. */
  readonly key: string;
  readonly density: Density;
  /** Staff have the control strip. */
  readonly isStaff: boolean;
  readonly pages: readonly ShellPage[];
};

const overview = (href: string): ShellPage => ({ value: href, label: 'Overview', href });

const audit = (href: string): ShellPage => ({ value: href, label: 'Audit', href });

const approvals = (href: string): ShellPage => ({
  value: href,
  label: 'Approvals',
  href,
  needs: ['approval.read'],
});

const page = (href: string, label: string, ...needs: readonly Permission[]): ShellPage => {
  return { value: href, label, href, needs };
};

export const AUDIENCES: readonly Audience[] = [
  {
    id: 'client',
    label: 'Client',
    readers: 'Clients of the firm',
    href: '/client',
    key: 'c',
    density: 'comfortable',
    isStaff: false,
    pages: [
      overview('/client'),
      page('/client/orders', 'Orders', 'trading.readOrders'),
      page('/client/activity', 'Activity', 'ledger.read'),
      approvals('/client/approvals'),
      {
        value: '/client/people',
        label: 'People',
        href: '/client/people',
        needs: ['access.readPeople'],
      },
      { value: '/client/keys', label: 'Keys', href: '/client/keys', needs: ['access.readApiKeys'] },
      audit('/client/audit'),
    ],
  },
  {
    id: 'desk',
    label: 'Desk',
    readers: 'Traders and portfolio managers',
    href: '/desk',
    key: 'd',
    density: 'compact',
    isStaff: true,
    pages: [
      {
        value: '/desk/markets',
        label: 'Markets',
        href: '/desk/markets',
        needs: ['marketData.read'],
      },
      {
        value: '/desk/orders',
        label: 'Orders',
        href: '/desk/orders',
        needs: ['trading.readOrders'],
      },
      page('/desk/executions', 'Executions', 'trading.readOrders'),
      page('/desk/positions', 'Positions', 'portfolio.read'),
      page('/desk/tca', 'TCA', 'trading.readAnalysis'),
      page('/desk/blocks', 'Blocks', 'trading.readBlocks'),
      page('/desk/trading', 'Trading state', 'risk.readState'),
      page('/desk/limits', 'Limits', 'risk.readLimits'),
      approvals('/desk/approvals'),
    ],
  },
  {
    id: 'compliance',
    label: 'Compliance',
    readers: 'Compliance and risk officers',
    href: '/compliance',
    key: 'l',
    density: 'compact',
    isStaff: true,
    pages: [
      overview('/compliance'),
      page('/compliance/trading', 'Trading state', 'risk.readState'),
      page('/compliance/limits', 'Limits', 'risk.readLimits'),
      page('/compliance/restrictions', 'Restricted list', 'compliance.readRestrictions'),
      page('/compliance/tca', 'Best execution', 'trading.readAnalysis'),
      page('/compliance/clients', 'Clients', 'clients.list'),
      page('/compliance/settings', 'Settings', 'trading.readPolicy'),
      approvals('/compliance/approvals'),
      {
        value: '/compliance/access',
        label: 'Access',
        href: '/compliance/access',
        needs: ['access.review'],
      },
      audit('/compliance/audit'),
    ],
  },
  {
    id: 'operations',
    label: 'Operations',
    readers: 'Those who run the platform',
    href: '/operations',
    key: 'o',
    density: 'compact',
    isStaff: true,
    pages: [
      overview('/operations'),
      {
        value: '/operations/venues',
        label: 'Venues',
        href: '/operations/venues',
        needs: ['venues.read'],
      },
      page('/operations/clients', 'Clients', 'clients.list'),
      page('/operations/settings', 'Settings', 'trading.readPolicy'),
      page('/operations/reconciliation', 'Reconciliation', 'portfolio.readBreaks'),
      page('/operations/trading', 'Trading state', 'risk.readState'),
      approvals('/operations/approvals'),
      {
        value: '/operations/approvals/policy',
        label: 'Policy',
        href: '/operations/approvals/policy',
        needs: ['approval.readPolicy'],
      },
      {
        value: '/operations/access',
        label: 'Access',
        href: '/operations/access',
        needs: ['access.readPeople'],
      },
    ],
  },
];

export function audienceOf(id: AudienceId): Audience {
  const found = AUDIENCES.find((audience) => audience.id === id);
  if (found === undefined) throw new Error(`There is no audience ${id}.`);
  return found;
}

/** The page of an audience that an address belongs to: its own, or the one that it stands under. */
export function pageAt({ pages }: Audience, pathname: string): ShellPage | undefined {
  return pages
    .filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
}
