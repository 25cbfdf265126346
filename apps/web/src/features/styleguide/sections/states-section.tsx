import type { ReactNode } from 'react';
import { cn } from '@/ui/cn.ts';
import { Glyph } from '@/ui/glyph.tsx';
import {
  CheckState,
  Freshness,
  OrdStatus,
  ProofState,
  TradingState,
  Unconfirmed,
  VenueState,
} from '@/ui/status.tsx';
import {
  ORD_STATUS,
  type OrdStatusName,
  VENUE_STATE,
  type VenueStateName,
} from '@/ui/status-words.ts';
import { Count, IncidentSeverity, Severity, Tag } from '@/ui/tag.tsx';
import { Row, Specimen, SpecimenGrid } from '../specimen.tsx';

function List({ children }: { readonly children: ReactNode }) {
  return <ul className="flex flex-col">{children}</ul>;
}

function Item({
  children,
  says,
  className,
}: {
  readonly children: ReactNode;
  readonly says?: ReactNode;
  readonly className?: string;
}) {
  return (
    <li
      className={cn(
        'flex h-row items-center justify-between gap-4 border-line-faint border-b',
        className,
      )}
    >
      {children}
      {says !== undefined && <span className="truncate text-ink-3 text-label">{says}</span>}
    </li>
  );
}

const ORDER_SAYS: Readonly<Record<OrdStatusName, string>> = {
  PendingNew: 'sent, no answer yet',
  New: 'working at the venue',
  PartiallyFilled: 'working, 63%',
  Filled: 'bought 2.00 BTC',
  PendingReplace: 'a change was asked for',
  PendingCancel: 'a cancel was asked for',
  Canceled: '1.32 of 2.00 BTC had filled',
  Rejected: 'with who refused',
  Expired: 'its time in force ended',
};

export function StatesSection() {
  return (
    <SpecimenGrid columns={3}>
      <Specimen name="OrdStatus" flush about="FIX 39">
        <List>
          {(Object.keys(ORD_STATUS) as OrdStatusName[]).map((status) => (
            <Item key={status} says={ORDER_SAYS[status]}>
              <OrdStatus status={status} rejectedBy="Risk" />
            </Item>
          ))}
        </List>
      </Specimen>
      <Unproven />
      <Specimen name="Venue" flush about="from up to down">
        <List>
          {(Object.keys(VENUE_STATE) as VenueStateName[]).map((state) => (
            <Item key={state}>
              <VenueState state={state} />
            </Item>
          ))}
        </List>
      </Specimen>
      <Trading />
      <Freshnesses />
      <Proofs />
      <Severities />
      <Specimen name="Check" flush about="one row per check; 80 % is near">
        <List>
          <Item says="7.77M USD left">
            <CheckState state="pass" word="Buying power" />
          </Item>
          <Item says="0.7 points left">
            <CheckState state="near" word="BTC concentration" />
          </Item>
          <Item says="45.3%, limit 45.0%">
            <CheckState state="refused" word="BTC concentration" />
          </Item>
        </List>
      </Specimen>
      <Specimen name="Alphabet" about="shapes tell states apart in greyscale">
        <Row className="gap-4 text-ink">
          {ALPHABET.map((shape) => (
            <Glyph key={shape} shape={shape} size={18} />
          ))}
        </Row>
      </Specimen>
    </SpecimenGrid>
  );
}

const ALPHABET = [
  'dot',
  'disc',
  'half',
  'ring',
  'ring-dashed',
  'ring-dashed-bar',
  'ring-struck',
  'clock',
  'diamond',
  'diamond-mark',
  'square',
  'square-outline',
  'check',
  'cross',
  'dash',
  'lock',
  'arrow-up',
  'arrow-down',
] as const;

function Unproven() {
  return (
    <Specimen name="Unconfirmed" flush about="a flag with a clock, never an error">
      <List>
        <Item says="no answer from Kraken" className="-mx-2 bg-warn-wash px-2">
          <Unconfirmed clock="6.2 s" />
        </Item>
        <Item says="a person decides">
          <Unconfirmed clock="2 m 45 s" />
        </Item>
      </List>
    </Specimen>
  );
}

function Trading() {
  return (
    <Specimen name="TradingState" flush about="the strictest wins">
      <List>
        <Item says="orders are taken">
          <TradingState state="Active" scope="Firm" />
        </Item>
        <Item says="only what makes positions smaller">
          <TradingState state="Reducing" scope="Halden" />
        </Item>
        <Item says="resuming needs a second person">
          <TradingState state="Halted" scope="Firm" />
        </Item>
      </List>
    </Specimen>
  );
}

function Freshnesses() {
  return (
    <Specimen name="Freshness" flush about="live under 1 s, slow to 5 s, stale after">
      <List>
        <Item>
          <Freshness state="live" age="0.2 s" />
        </Item>
        <Item>
          <Freshness state="slow" age="3 s" />
        </Item>
        <Item says="figures fall to the second ink">
          <Freshness state="stale" age="12 s" />
        </Item>
        <Item>
          <Freshness state="reconnecting" />
        </Item>
        <Item>
          <Freshness state="offline" age="since 09:41:20" />
        </Item>
        <Item>
          <Freshness state="no-data" />
        </Item>
      </List>
    </Specimen>
  );
}

function Proofs() {
  return (
    <Specimen name="Proof" flush about="on its way into a sealed checkpoint">
      <List>
        <Item>
          <ProofState state="pending">in 40 s, next checkpoint</ProofState>
        </Item>
        <Item>
          <ProofState state="sealed">in checkpoint 21,401</ProofState>
        </Item>
        <Item>
          <ProofState state="verified">by you, 09:41</ProofState>
        </Item>
        <Item>
          <ProofState state="broken">at event 902,118</ProofState>
        </Item>
      </List>
    </Specimen>
  );
}

function Severities() {
  return (
    <Specimen name="Severity" flush about="tags are for severity, verdict and proof">
      <List>
        <Item>
          <Row>
            <Severity level="Low" />
            <Severity level="Medium" />
            <Severity level="High" />
            <Severity level="Critical" />
          </Row>
        </Item>
        <Item>
          <Row>
            <IncidentSeverity level="Minor" />
            <IncidentSeverity level="Major" />
            <IncidentSeverity level="Critical" />
          </Row>
        </Item>
        <Item>
          <Row>
            <Tag tone="accent">Approved</Tag>
            <Tag tone="outline">1 of 2</Tag>
            <span>
              Working <Count>14</Count>
            </span>
          </Row>
        </Item>
      </List>
    </Specimen>
  );
}
