'use client';

import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { TierSection } from '@/features/clients/settings/tier-section.tsx';
import { CategorySection } from '@/features/compliance/settings/category-section.tsx';
import { useMay } from '@/features/identity/use-may.ts';
import { CheckPolicySection } from '@/features/risk/settings/check-policy-section.tsx';
import { HouseAccounts } from '@/features/trading/blocks/house-accounts.tsx';
import { ModeSection } from '@/features/trading/settings/mode-section.tsx';
import { RoutingSection } from '@/features/trading/settings/routing-section.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { Tabs } from '@/ui/tabs.tsx';

const SECTIONS = ['mode', 'routing', 'checks', 'categories', 'tiers', 'house'] as const;
type Section = (typeof SECTIONS)[number];

const TABS: readonly { readonly value: Section; readonly label: string }[] = [
  { value: 'mode', label: 'Trading mode' },
  { value: 'routing', label: 'Routing' },
  { value: 'checks', label: 'Checks' },
  { value: 'categories', label: 'Categories' },
  { value: 'tiers', label: 'Tiers' },
  { value: 'house', label: 'House accounts' },
];

/** What holds for the whole firm, and the way to change each: a proposal that others agree to. */
export function FirmSettings() {
  const [section, setSection] = useQueryState(
    'section',
    parseAsStringLiteral(SECTIONS).withDefault('mode'),
  );
  const seesHouse = useMay('trading.readBlocks');
  return (
    <div className="flex flex-1 flex-col pb-7">
      <PageHead
        title="Firm settings"
        about="What holds for the whole firm. Nothing here changes at once: a change is proposed, others agree, and then the engine holds to it."
      />
      <Tabs<Section>
        label="Settings"
        className="px-gutter"
        value={section}
        onValueChange={(next) => void setSection(next)}
        tabs={TABS.filter(({ value }) => value !== 'house' || seesHouse)}
      />
      <div className="px-gutter">
        {section === 'mode' && <ModeSection />}
        {section === 'routing' && <RoutingSection />}
        {section === 'checks' && <CheckPolicySection />}
        {section === 'categories' && <CategorySection />}
        {section === 'tiers' && <TierSection />}
      </div>
      {section === 'house' && <HouseAccounts />}
    </div>
  );
}
