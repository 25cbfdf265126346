'use client';

import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { CommandPalette } from '@/ui/command-palette.tsx';
import { Icon } from '@/ui/icon.tsx';
import { type KeyGroup, KeysSheet } from '@/ui/keys-sheet.tsx';
import {
  Menu,
  MenuCheckItem,
  MenuGroup,
  MenuItem,
  MenuLink,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
} from '@/ui/menu.tsx';
import { PhaseLine, type Step, StepBar, Stepper } from '@/ui/stepper.tsx';
import { LinkTabs, TabPanel, Tabs } from '@/ui/tabs.tsx';
import { useShortcuts } from '@/ui/use-shortcuts.ts';
import { COMMANDS } from '../commands.tsx';
import { Row, Specimen, SpecimenGrid } from '../specimen.tsx';

export function NavigationSection() {
  return (
    <SpecimenGrid columns={2}>
      <TabLine />
      <FoldedTabs />
      <PageTabs />
      <Menus />
      <Palette />
      <Keys />
      <Steps />
      <Specimen name="Phases" about="past, present, to come" className="flex flex-col gap-6">
        <PhaseLine phases={['Build', 'Migrate', 'Canary', 'Half', 'All', 'Watch']} at={3} />
        <PhaseLine phases={['Collect', 'Check', 'Sign', 'Send']} at={1} failed />
      </Specimen>
    </SpecimenGrid>
  );
}

const BLOTTER = [
  { value: 'working', label: 'Working', count: '14' },
  { value: 'unconfirmed', label: 'Unconfirmed', count: '1', tone: 'warn' },
  { value: 'executions', label: 'Executions', count: '212' },
  { value: 'positions', label: 'Positions', count: '31' },
  { value: 'balances', label: 'Balances' },
  { value: 'breaks', label: 'Breaks', count: '3' },
] as const;

type BlotterTab = (typeof BLOTTER)[number]['value'];

function TabLine() {
  const [tab, setTab] = useState<BlotterTab>('working');
  return (
    <Specimen name="Tabs" about="with counts, tools at the right" wide flush>
      <Tabs
        label="Blotter"
        tabs={BLOTTER}
        value={tab}
        onValueChange={setTab}
        tools={
          <>
            <Button variant="quiet" size="small">
              <Icon name="filter" /> Mine
            </Button>
            <Button variant="quiet" size="small">
              <Icon name="download" /> CSV
            </Button>
          </>
        }
      >
        {BLOTTER.map(({ value, label }) => (
          <TabPanel key={value} value={value} className="py-3 text-ink-2">
            {label}: rows stand here.
          </TabPanel>
        ))}
      </Tabs>
    </Specimen>
  );
}

function FoldedTabs() {
  const [tab, setTab] = useState<BlotterTab>('breaks');
  return (
    <Specimen name="Tabs in little room" about="never a cut word; the chosen one stays" flush>
      <div className="max-w-75">
        <Tabs label="Blotter, narrow" tabs={BLOTTER} value={tab} onValueChange={setTab}>
          {BLOTTER.map(({ value, label }) => (
            <TabPanel key={value} value={value} className="py-3 text-ink-2">
              {label}
            </TabPanel>
          ))}
        </Tabs>
      </div>
    </Specimen>
  );
}

function PageTabs() {
  const tabs = ['Markets', 'Orders', 'Executions', 'Positions', 'Risk', 'Approvals'].map(
    (label) => ({ value: label, label, href: `/styleguide/navigation?page=${label}` }),
  );
  return (
    <Specimen name="Pages" about="links, the current one marked" flush>
      <div className="border-b">
        <LinkTabs label="Specimen pages" tabs={tabs} value="Orders" />
      </div>
    </Specimen>
  );
}

function Menus() {
  const [view, setView] = useState<'desk' | 'large'>('desk');
  const [account, setAccount] = useState(false);
  return (
    <Specimen name="Menus" about="what one may not do is not in them">
      <Row>
        <Menu
          trigger={
            <Button>
              Desk view <Icon name="chevron-down" size={12} />
            </Button>
          }
        >
          <MenuGroup label="Your views">
            <MenuRadioGroup value={view} onValueChange={setView}>
              <MenuRadioItem value="desk" note="changed">
                Desk view
              </MenuRadioItem>
              <MenuRadioItem value="large" kbd="2">
                Large orders, over 1M
              </MenuRadioItem>
            </MenuRadioGroup>
          </MenuGroup>
          <MenuSeparator />
          <MenuItem kbd={['Ctrl', 'S']}>Save changes</MenuItem>
          <MenuItem>Save as a new view</MenuItem>
          <MenuItem disabled>Put back as saved</MenuItem>
        </Menu>
        <Menu
          trigger={
            <Button variant="quiet">
              <Icon name="columns" /> Columns
            </Button>
          }
        >
          <MenuCheckItem checked onCheckedChange={() => {}} note="always">
            OrdStatus
          </MenuCheckItem>
          <MenuCheckItem checked={account} onCheckedChange={setAccount}>
            Account
          </MenuCheckItem>
        </Menu>
        <Menu
          align="end"
          trigger={
            <Button variant="quiet" square aria-label="More about O-4180">
              <Icon name="more" />
            </Button>
          }
        >
          <MenuLink href="/styleguide/evidence">Open the order</MenuLink>
          <MenuItem kbd="c">Copy as TSV</MenuItem>
          <MenuSeparator />
          <MenuItem danger>Cancel O-4180</MenuItem>
        </Menu>
      </Row>
    </Specimen>
  );
}

function Palette() {
  const [open, setOpen] = useState(false);
  useShortcuts([{ id: 'palette', keys: 'Ctrl K', run: () => setOpen(true) }]);
  return (
    <Specimen name="Palette" about="everything one may go to or do">
      <Button onClick={() => setOpen(true)} kbd={['Ctrl', 'K']}>
        Find or go to
      </Button>
      <CommandPalette open={open} onOpenChange={setOpen} groups={COMMANDS} />
    </Specimen>
  );
}

const KEYS: readonly KeyGroup[] = [
  {
    title: 'Everywhere',
    keys: [
      { keys: 'Ctrl K', does: 'Find or go to' },
      { keys: '?', does: 'These keys' },
      { keys: 'Ctrl Shift K', does: 'Kill switch' },
    ],
  },
  {
    title: 'In a list',
    keys: [
      { keys: 'j', does: 'Next' },
      { keys: 'k', does: 'Previous' },
      { keys: 'Enter', does: 'Open' },
      { keys: 'e', does: 'Evidence' },
    ],
  },
];

function Keys() {
  const [open, setOpen] = useState(false);
  useShortcuts([{ id: 'keys', keys: '?', run: () => setOpen(true) }]);
  return (
    <Specimen name="Keys" about="what this page answers to">
      <Button onClick={() => setOpen(true)} kbd="?">
        Keys
      </Button>
      <KeysSheet open={open} onOpenChange={setOpen} groups={KEYS} />
    </Specimen>
  );
}

const STEPS: readonly Step[] = [
  { id: 'entity', title: 'Legal entity', says: 'Confirmed', state: 'done' },
  { id: 'ownership', title: 'Ownership and control', says: 'You are here', state: 'current' },
  { id: 'directors', title: 'Directors and signatories', says: '2 of 5 people', state: 'partial' },
  { id: 'documents', title: 'Documents', says: '1 asked again', state: 'asked-again' },
  { id: 'mandate', title: 'Mandate and limits', says: 'Not started', state: 'open' },
];

function Steps() {
  return (
    <Specimen name="Steps" about="left and taken up again" className="pl-5">
      <Stepper label="Onboarding" steps={STEPS} />
      <div className="max-w-60 pt-4">
        <StepBar label="Step 2 of 5" steps={STEPS} />
      </div>
    </Specimen>
  );
}
