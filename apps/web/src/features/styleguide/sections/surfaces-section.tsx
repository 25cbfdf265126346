'use client';

import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { Assured, ConfirmDialog, Or } from '@/ui/confirm-dialog.tsx';
import { Dialog, DialogClose } from '@/ui/dialog.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Kbd } from '@/ui/kbd.tsx';
import { NotificationRow } from '@/ui/notification.tsx';
import { OtpInput } from '@/ui/otp-input.tsx';
import { Popover } from '@/ui/popover.tsx';
import { Unconfirmed } from '@/ui/status.tsx';
import { Timeline } from '@/ui/timeline.tsx';
import { notify, ToastProvider } from '@/ui/toast.tsx';
import { Tooltip } from '@/ui/tooltip.tsx';
import { Hash } from '@/ui/value.tsx';
import { Row, Specimen, SpecimenGrid } from '../specimen.tsx';
import { UNCONFIRMED_EVENTS } from '../unconfirmed-events.ts';

const ACTION_HASH = '7c1e4f0b9d2a6c8e1f3b5d7a9c0e2f4a6b8d0c1e3f5a7b9d1c3e5f7a9b1d90ab';

export function SurfacesSection() {
  return (
    <ToastProvider>
      <SpecimenGrid columns={3}>
        <StepUp />
        <Confirmations />
        <Evidence />
        <Meaning />
        <Notices />
        <Small />
      </SpecimenGrid>
    </ToastProvider>
  );
}

function StepUp() {
  const [code, setCode] = useState('');
  return (
    <Specimen name="Dialog" about="bound to one exact action">
      <Dialog
        trigger={<Button>Raise the limit</Button>}
        bar={
          <>
            <Icon name="key" /> Confirm one action
          </>
        }
        barEnd="valid 52 s"
        title="Raise BTC concentration to 48.0%"
        description="You sign exactly this. Change a character and you confirm again."
        foot={
          <>
            <Button variant="primary">Confirm</Button>
            <DialogClose render={<Button variant="quiet" />}>Leave it at 45.0%</DialogClose>
          </>
        }
      >
        <FactList
          facts={[
            { name: 'Client', value: 'Halden Pension Fund, mandate 3' },
            { name: 'Limit', value: 'BTC concentration, 45.0% to 48.0%' },
            { name: 'Takes effect', value: 'after a second approval, at once' },
            { name: 'Action hash', value: <Hash value={ACTION_HASH} label="action hash" /> },
          ]}
        />
        <Button size="large" wide>
          <Icon name="key" /> Use passkey
        </Button>
        <Or>or the code from your authenticator</Or>
        <OtpInput label="Code" aside="3 tries left" value={code} onValueChange={setCode} />
      </Dialog>
    </Specimen>
  );
}

function Confirmations() {
  const [said, setSaid] = useState('Nothing was canceled.');
  return (
    <Specimen name="Confirmation" about="as strong as what follows from it">
      <Row>
        <ConfirmDialog
          trigger={<Button>Cancel one order</Button>}
          title="Cancel O-4176?"
          description="Sell 5.0000 BTC for Northgate Capital. Nothing of it has filled."
          act="Cancel O-4176"
          onConfirm={() => setSaid('The cancel was asked for.')}
        />
        <ConfirmDialog
          trigger={<Button variant="danger">Halt the firm</Button>}
          title="Cancel 14 orders at 3 venues?"
          description="Positions stay. New orders are refused until a second person approves resuming."
          act="Hold to halt the firm"
          assurance={{ kind: 'type-or-hold', word: 'FIRM', label: 'Type the scope' }}
          onConfirm={() => setSaid('14 cancels were asked for.')}
        />
      </Row>
      <p role="status" className="pt-3 text-ink-2">
        {said}
      </p>
    </Specimen>
  );
}

function Evidence() {
  return (
    <Specimen name="Drawer" about="the list under it stays in use">
      <Drawer
        trigger={<Button>Evidence of O-4180</Button>}
        title={
          <>
            O-4180 <Unconfirmed clock="6.2 s" />
          </>
        }
        aside={
          <>
            <Kbd keys={['j', 'k']} /> next, previous
          </>
        }
        foot={
          <>
            <Button variant="primary">Ask Kraken now</Button>
            <Button>Open Break</Button>
          </>
        }
      >
        <h2 className="text-balance text-title">
          Kraken has not answered. Nothing was sent again.
        </h2>
        <p className="pb-2 text-ink-2">
          Buy 250,000 XRP at 0.6184 for Osprey Bank. Until Kraken answers, 154,600.00 USD stays on
          Hold.
        </p>
        <Timeline label="What was asked of Kraken" events={UNCONFIRMED_EVENTS} />
        <h3 className="pt-4 pb-1.5 font-medium">What settles it</h3>
        <FactList
          facts={[
            { name: 'Kraken answers', value: 'The order becomes New, Filled or Rejected.' },
            { name: 'No answer by 09:41:29', value: 'Break B-118 opens; a person decides.' },
            { name: 'Sent again', value: 'Never by itself. The same ClOrdID would be refused.' },
          ]}
        />
      </Drawer>
    </Specimen>
  );
}

function Meaning() {
  const [halted, setHalted] = useState(0);
  return (
    <Specimen name="To mean it" about="a press, a name, or 1.5 s of holding">
      <div className="flex max-w-84 flex-col gap-4">
        <Assured
          assurance={{ kind: 'type', word: 'HPF-01', label: 'Type the account' }}
          act="Close HPF-01"
          onConfirm={() => setHalted((count) => count + 1)}
        />
        <Assured
          assurance={{ kind: 'hold' }}
          act="Hold to halt the firm"
          onConfirm={() => setHalted((count) => count + 1)}
        />
        <p role="status" className="text-ink-3 text-label">
          Meant {halted} times
        </p>
      </div>
    </Specimen>
  );
}

function Notices() {
  return (
    <Specimen name="Notices" about="for what others or venues did">
      <Row>
        <Button
          onClick={() =>
            notify({
              title: 'Kraken answered: O-4180 is New',
              description: '0 of 250,000 XRP filled. Unconfirmed for 11.8 s.',
              look: { shape: 'ring', tone: 'ink-2' },
              action: <span className="font-medium text-accent">Open</span>,
            })
          }
        >
          A toast
        </Button>
      </Row>
      <ul aria-label="Notifications" className="float-surface mt-4">
        <NotificationRow
          unread
          look={{ shape: 'half', tone: 'accent' }}
          title="Approve: BTC concentration 48.0%"
          age="2 min"
          action={<span className="font-medium text-accent">Review</span>}
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

function Small() {
  return (
    <Specimen name="Popover and tooltip" about="more about a thing; a few words about a control">
      <Row>
        <Popover trigger={<Button>How fees are counted</Button>} title="Venue fees">
          <p className="text-ink-2">
            Taker 5.28 bps on what crosses, maker 0.00 on what rests. Taken from the fee table in
            force at 09:41:07 UTC.
          </p>
        </Popover>
        <Tooltip content="Cancels 14 orders" kbd={['Ctrl', 'Shift', 'K']}>
          <Button variant="quiet" className="text-danger">
            <Icon name="power" /> Kill switch
          </Button>
        </Tooltip>
      </Row>
    </Specimen>
  );
}
