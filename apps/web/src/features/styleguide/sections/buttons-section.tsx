'use client';

import { Button } from '@/ui/button.tsx';
import { CopyButton } from '@/ui/copy-button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { Kbd } from '@/ui/kbd.tsx';
import { ButtonLink, ExternalLink, Link } from '@/ui/link.tsx';
import { Tooltip } from '@/ui/tooltip.tsx';
import { Labelled, Row, Specimen, SpecimenGrid } from '../specimen.tsx';

export function ButtonsSection() {
  return (
    <SpecimenGrid columns={2}>
      <Specimen name="Variants" about="primary once per view; danger is solid at the last step">
        <Row>
          <Button variant="primary">Approve</Button>
          <Button>Review</Button>
          <Button variant="quiet">Close</Button>
          <Button variant="danger-quiet">Kill switch</Button>
          <Button variant="danger">Continue</Button>
          <Button variant="danger-solid">Cancel 14 orders</Button>
        </Row>
      </Specimen>
      <Specimen name="Sides" about="the button says the whole order">
        <div className="flex max-w-84 flex-col gap-3">
          <Button variant="buy" size="send" wide kbd="Enter">
            Buy 2.00 BTC at 68,450.00 or better
          </Button>
          <Button variant="sell" size="send" wide kbd="Enter">
            Sell 12.00 BTC at the market
          </Button>
        </div>
      </Specimen>
      <Sizes />
      <Unavailable />
      <Busy />
      <Specimen name="Keys" about="a chord, a sequence, a single key">
        <Row className="gap-x-6">
          <Kbd keys={['Ctrl', 'K']} />
          <Kbd keys={['g', 'p']} />
          <Kbd keys="?" />
          <Button kbd={['Ctrl', 'S']}>Save changes</Button>
          <Button variant="primary" kbd="Enter">
            Send
          </Button>
        </Row>
      </Specimen>
      <Signs />
      <Links />
    </SpecimenGrid>
  );
}

function Sizes() {
  return (
    <Specimen name="Sizes" about="24, 28, 36, and 40 to send; taller under a finger">
      <Row className="items-end">
        <Labelled name="small">
          <Button size="small">Evidence</Button>
        </Labelled>
        <Labelled name="medium">
          <Button>Evidence</Button>
        </Labelled>
        <Labelled name="large">
          <Button size="large">Evidence</Button>
        </Labelled>
        <Labelled name="send">
          <Button size="send">Evidence</Button>
        </Labelled>
      </Row>
    </Specimen>
  );
}

function Unavailable() {
  return (
    <Specimen name="Not now" about="what a role may never do is absent instead">
      <Row>
        <Button variant="primary" disabled>
          Approve
        </Button>
        <Button disabled>Review</Button>
        <Button variant="quiet" disabled>
          Close
        </Button>
        <Button variant="danger" disabled>
          Continue
        </Button>
        <Button variant="buy" disabled>
          Buy 2.00 BTC
        </Button>
      </Row>
    </Specimen>
  );
}

function Busy() {
  return (
    <Specimen name="Under way" about="keeps its place and the focus, takes no second press">
      <Row>
        <Button variant="primary" busy busyLabel="Sending">
          Send
        </Button>
        <Button busy busyLabel="Asking Kraken">
          Ask Kraken now
        </Button>
        <Button variant="buy" size="send" busy busyLabel="Sent, waiting for Kraken">
          Buy
        </Button>
      </Row>
    </Specimen>
  );
}

function Signs() {
  return (
    <Specimen name="Signs" about="only in toolbars, named for everybody">
      <Row>
        <Tooltip content="Columns and view" kbd="v">
          <Button variant="quiet" square aria-label="Columns and view">
            <Icon name="columns" />
          </Button>
        </Tooltip>
        <Tooltip content="Notifications">
          <Button variant="quiet" square aria-label="Notifications">
            <Icon name="bell" />
          </Button>
        </Tooltip>
        <Button variant="quiet">
          <Icon name="download" /> CSV
        </Button>
        <Button>
          <Icon name="plus" /> Owner
        </Button>
        <CopyButton text="7c1e90ab" label="Copy action hash" />
      </Row>
    </Specimen>
  );
}

function Links() {
  return (
    <Specimen name="Links" about="accent in text, plain in tables">
      <Row className="gap-x-6">
        <Link href="/styleguide">All accounts</Link>
        <Link href="/styleguide" variant="plain">
          Osprey Bank
        </Link>
        <Link href="/styleguide" variant="quiet">
          What notifies me
        </Link>
        <ExternalLink href="https://www.iso.org/iso-4217-currency-codes.html">
          ISO 4217
        </ExternalLink>
        <ButtonLink href="/styleguide">Open the case</ButtonLink>
      </Row>
    </Specimen>
  );
}
