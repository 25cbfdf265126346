import type { ReactNode } from 'react';
import { Figure, HeroFigure } from '@/ui/figure.tsx';
import { Freshness } from '@/ui/status.tsx';
import { Age, Day, DayTime, Time, Zone } from '@/ui/time.tsx';
import {
  Bps,
  Change,
  ChangeAmount,
  Compact,
  Hash,
  Money,
  Percent,
  Points,
  Quantity,
} from '@/ui/value.tsx';
import { Labelled, Row, Specimen, SpecimenGrid } from '../specimen.tsx';

const AT = '2026-11-21T09:41:07.204Z';
const HASH = '7c1e4f0b9d2a6c8e1f3b5d7a9c0e2f4a6b8d0c1e3f5a7b9d1c3e5f7a9b1d90ab';

export function FiguresSection() {
  return (
    <SpecimenGrid columns={2}>
      <Heroes />
      <Sizes />
      <Values />
      <Changes />
      <Times />
      <Specimen name="Hashes" about="first four, last four; copy gives the whole">
        <Row className="gap-x-8">
          <Hash value={HASH} label="action hash" />
          <Hash value="1284061" label="sequence" copyable={false} />
        </Row>
      </Specimen>
    </SpecimenGrid>
  );
}

function Heroes() {
  return (
    <Specimen name="Hero" about="one per page, with its time">
      <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3">
        <HeroFigure
          label="Net asset value"
          asOf={
            <>
              as of <Time at={AT} /> UTC, live
            </>
          }
          value="48217904.62"
          unit="USD"
        />
        <dl className="flex gap-7">
          <Pair name="Today" change="0.0124" amount="590580.94" />
          <Pair name="Month" change="-0.0087" amount="-423182.30" />
        </dl>
      </div>
    </Specimen>
  );
}

function Pair({
  name,
  change,
  amount,
}: {
  readonly name: string;
  readonly change: string;
  readonly amount: string;
}) {
  return (
    <div>
      <dt className="text-ink-3 text-label">{name}</dt>
      <dd className="text-lead font-medium">
        <Change value={change} />
      </dd>
      <dd>
        <ChangeAmount value={amount} arrow={false} className="text-ink-2 text-label" />
      </dd>
    </div>
  );
}

function Sizes() {
  return (
    <Specimen name="Figures" about="integer in ink, fraction one step back">
      <Row className="items-end gap-x-10">
        <Labelled name="price">
          <Figure size="price" value="68393.25" />
        </Labelled>
        <Labelled name="total">
          <Figure size="total" value="137022.63" unit="USD" />
        </Labelled>
        <Labelled name="figure">
          <Figure value="42.0" unit="%" decimals={1} />
        </Labelled>
        <Labelled name="not known">
          <Figure value={null} unknown="Being counted" />
        </Labelled>
        <Labelled name="not applicable">
          <Figure value={null} />
        </Labelled>
      </Row>
    </Specimen>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex h-row items-center justify-between gap-4 border-line-faint border-b">
      <dt className="text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Values() {
  return (
    <Specimen name="Values" flush about="exact text in, rounded once; the whole on hover and copy">
      <dl>
        <Line name="Money">
          <Money value="48217904.618304" asset="USD" decimals={2} copyable />
        </Line>
        <Line name="Quantity, by its lot">
          <Quantity value="312.4067" decimals={4} />
        </Line>
        <Line name="Negative">
          <Money value="-423182.3" asset="USD" decimals={2} />
        </Line>
        <Line name="Eighteen decimals">
          <Quantity value="0.000000000000000001" />
        </Line>
        <Line name="Percent">
          <Percent value="0.443" decimals={1} />
        </Line>
        <Line name="Points">
          <Points value="0.007" />
        </Line>
        <Line name="Basis points">
          <Bps value="0.000528" />
        </Line>
        <Line name="Large, in bars">
          <Compact value="1258421.11" unit="USD" />
        </Line>
        <Line name="Large, in words">
          <Compact value="1241000000" unit="USD" compact="words" />
        </Line>
        <Line name="Not applicable">
          <Money value={null} />
        </Line>
      </dl>
    </Specimen>
  );
}

function Changes() {
  return (
    <Specimen name="Changes" flush about="arrow and sign; switch the palette above">
      <dl>
        <Line name="Up">
          <Change value="0.0124" />
        </Line>
        <Line name="Down">
          <Change value="-0.0087" />
        </Line>
        <Line name="None">
          <Change value="0" />
        </Line>
        <Line name="Rounds to none">
          <Change value="0.00001" />
        </Line>
        <Line name="In money">
          <ChangeAmount value="590580.94" unit="USD" />
        </Line>
        <Line name="Not applicable">
          <Change value={null} />
        </Line>
      </dl>
    </Specimen>
  );
}

function Times() {
  return (
    <Specimen name="Times" flush about="UTC unless chosen; the zone is named once">
      <dl>
        <Line name="Where order does not matter">
          <Time at={AT} precision="minute" />
        </Line>
        <Line name="Where it does">
          <Time at={AT} precision="millisecond" /> <Zone at={AT} />
        </Line>
        <Line name="Day">
          <Day at={AT} />
        </Line>
        <Line name="Day and time">
          <DayTime at={AT} />
        </Line>
        <Line name="Age">
          <Age since="2026-01-01T00:00:00.000Z" />
        </Line>
        <Line name="Freshness">
          <Freshness state="live" age="0.2 s" />
        </Line>
      </dl>
    </Specimen>
  );
}
