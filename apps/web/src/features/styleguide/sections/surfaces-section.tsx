'use client';

import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { CommandPalette } from '@/ui/command-palette.tsx';
import { Assured, ConfirmDialog } from '@/ui/confirm-dialog.tsx';
import { Icon } from '@/ui/icon.tsx';
import { NotificationRow } from '@/ui/notification.tsx';
import { Popover } from '@/ui/popover.tsx';
import { SceneFrame } from '@/ui/scene.tsx';
import { notify } from '@/ui/toast.tsx';
import { Tooltip } from '@/ui/tooltip.tsx';
import { COMMANDS } from '../commands.tsx';
import { BlotterBackdrop, EvidenceDrawer, HaltDialog, StepUpDialog } from '../scenes.tsx';
import { Row, Specimen, SpecimenGrid } from '../specimen.tsx';

const stay = () => {};

export function SurfacesSection() {
  return (
    <SpecimenGrid columns={2}>
      <Specimen
        name="Drawer"
        about="evidence; the list stays in view and j, k move through it"
        wide
        flush
      >
        <SceneFrame className="h-128 border-t-0" backdrop={<BlotterBackdrop />}>
          <EvidenceDrawer open onOpenChange={stay} />
        </SceneFrame>
      </Specimen>
      <Specimen name="Palette" about="Ctrl K; what one may not do is absent" flush>
        <SceneFrame className="h-118 border-t-0" backdrop={<BlotterBackdrop />}>
          <CommandPalette open onOpenChange={stay} groups={COMMANDS} initialQuery="osp" />
        </SceneFrame>
      </Specimen>
      <Specimen name="Dialog" about="bound to one exact action" flush>
        <SceneFrame className="h-118 border-t-0" backdrop={<BlotterBackdrop />}>
          <StepUpDialog open onOpenChange={stay} />
        </SceneFrame>
      </Specimen>
      <Specimen name="Confirmation" about="type the scope, or hold 1.5 s" flush>
        <SceneFrame className="h-100 border-t-0" backdrop={<BlotterBackdrop />}>
          <HaltDialog open onOpenChange={stay} onConfirm={stay} />
        </SceneFrame>
      </Specimen>
      <Notices />
      <Live />
      <Meaning />
    </SpecimenGrid>
  );
}

/** The same ones over the whole page, as they open in the product. */
function Live() {
  const [said, setSaid] = useState('Nothing was canceled.');
  return (
    <Specimen name="In use" about="over the page, with focus, keys and motion">
      <Row>
        <StepUpDialog trigger={<Button>Raise the limit</Button>} />
        <EvidenceDrawer trigger={<Button>Evidence of O-4180</Button>} />
        <ConfirmDialog
          trigger={<Button>Cancel one order</Button>}
          title="Cancel O-4176?"
          description="Sell 5.0000 BTC for Northgate Capital. Nothing of it has filled."
          act="Cancel O-4176"
          onConfirm={() => setSaid('The cancel was asked for.')}
        />
        <HaltDialog
          trigger={<Button variant="danger">Halt the firm</Button>}
          onConfirm={() => setSaid('14 cancels were asked for.')}
        />
        <Popover trigger={<Button>How fees are counted</Button>} title="Venue fees">
          <p className="text-ink-2">
            Taker 5.28 bps on what crosses, maker 0.00 on what rests. Taken from the fee table in
            force at 09:41:07 UTC.
          </p>
        </Popover>
        <Tooltip content="Cancels 14 orders" kbd={['Ctrl', 'Shift', 'K']}>
          <Button variant="danger-quiet">
            <Icon name="power" /> Kill switch
          </Button>
        </Tooltip>
      </Row>
      <p role="status" className="pt-3 text-ink-2">
        {said}
      </p>
    </Specimen>
  );
}

function Meaning() {
  const [meant, setMeant] = useState(0);
  const mean = () => setMeant((count) => count + 1);
  return (
    <Specimen name="To mean it" about="a name, or 1.5 s of holding">
      <div className="flex max-w-84 flex-col gap-4">
        <Assured
          assurance={{ kind: 'type', word: 'HPF-01', label: 'Type the account' }}
          act="Close HPF-01"
          onConfirm={mean}
        />
        <Assured assurance={{ kind: 'hold' }} act="Hold to halt the firm" onConfirm={mean} />
        <p role="status" className="text-ink-3 text-label">
          Meant {meant} times
        </p>
      </div>
    </Specimen>
  );
}

const OPEN = <span className="font-medium text-accent">Open</span>;
const REVIEW = <span className="font-medium text-accent">Review</span>;

function Notices() {
  const answer = () =>
    notify({
      title: 'Kraken answered: O-4180 is New',
      description: '0 of 250,000 XRP filled. Unconfirmed for 11.8 s.',
      look: { shape: 'ring', tone: 'ink-2' },
      action: OPEN,
    });
  return (
    <Specimen name="Notices" about="only for what others or venues did">
      <Button onClick={answer}>Let Kraken answer</Button>
      <ul aria-label="Notifications" className="float-surface mt-4 max-w-100">
        <NotificationRow
          unread
          look={{ shape: 'half', tone: 'accent' }}
          title="Approve: BTC concentration 48.0%"
          age="2 min"
          action={REVIEW}
        >
          Halden Pension Fund. Proposed by J. Brandt. 1 of 2.
        </NotificationRow>
        <NotificationRow
          unread
          look={{ shape: 'diamond-mark', tone: 'warn' }}
          title="O-4180 Unconfirmed"
          age="6 s"
        >
          Kraken, Osprey Bank, 154,600.00 USD on Hold.
        </NotificationRow>
        <NotificationRow
          look={{ shape: 'cross', tone: 'danger' }}
          title="O-4177 Rejected by Risk"
          age="4 min"
        >
          BTC concentration would be 45.3%, limit 45.0%.
        </NotificationRow>
        <NotificationRow
          look={{ shape: 'check', tone: 'accent' }}
          title="Break B-116 closed"
          age="11 min"
        >
          Coinbase sent the missing fill, 0.40 BTC.
        </NotificationRow>
      </ul>
    </Specimen>
  );
}
