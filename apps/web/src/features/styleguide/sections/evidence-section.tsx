import { LimitBar, LimitLine, ProgressBar } from '@/ui/bar.tsx';
import { CheckList } from '@/ui/check-list.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Figure } from '@/ui/figure.tsx';
import { KpiLine } from '@/ui/kpi.tsx';
import { Link } from '@/ui/link.tsx';
import { Timeline } from '@/ui/timeline.tsx';
import { Change, Hash } from '@/ui/value.tsx';
import { Labelled, Specimen, SpecimenGrid } from '../specimen.tsx';
import { UNCONFIRMED_EVENTS } from '../unconfirmed-events.ts';

const HASH = 'b04e4f0b9d2a6c8e1f3b5d7a9c0e2f4a6b8d0c1e3f5a7b9d1c3e5f7a9b1d77f1';

export function EvidenceSection() {
  return (
    <SpecimenGrid columns={2}>
      <Specimen name="Figures in a line" about="three to six between two hairlines" wide>
        <Kpis />
      </Specimen>
      <Specimen name="Timeline" about="fact, offset, one line of evidence">
        <Timeline label="Evidence of O-4180" events={UNCONFIRMED_EVENTS} />
      </Specimen>
      <Specimen name="Checks" about="refused first, then near, then the rest">
        <Checks />
      </Specimen>
      <Specimen name="Limits" about="limit and actual together, headroom in what one can do" flush>
        <Limits />
      </Specimen>
      <Specimen name="Facts" about="names quiet, values in a column">
        <FactList
          facts={[
            { name: 'Client', value: 'Halden Pension Fund' },
            { name: 'Mandate', value: '3, since 4 May 2026' },
            { name: 'Policy', value: 'pre-trade 41, engine 1.9.0' },
            { name: 'Book hash', value: <Hash value={HASH} label="book hash" /> },
            { name: 'Replayed', value: 'byte for byte' },
          ]}
        />
      </Specimen>
      <Specimen name="Bars" about="3 px; a tick marks a threshold that is not the end">
        <Bars />
      </Specimen>
    </SpecimenGrid>
  );
}

function Kpis() {
  return (
    <KpiLine
      label="Order O-4168"
      cells={[
        {
          id: 'filled',
          label: 'Filled',
          figure: <Figure value="31.2" unit="BTC" />,
          context: 'of 40.0000, 78%',
        },
        {
          id: 'avg',
          label: 'AvgPx',
          figure: <Figure value="68371.16" />,
          context: '1.88 bps better than arrival',
        },
        {
          id: 'cost',
          label: 'All in',
          figure: <Figure value="5.28" unit="bps" />,
          context: 'venue fees 1,126.40 USD',
        },
        {
          id: 'today',
          label: 'Since arrival',
          figure: <Change value="0.0031" />,
          context: 'at 68,393.25',
        },
        {
          id: 'proof',
          label: 'Sealed',
          figure: <Figure value="1284061" />,
          context: <Link href="/styleguide/brand">checkpoint 21,401</Link>,
        },
      ]}
    />
  );
}

function Checks() {
  return (
    <CheckList
      label="Checks before sending"
      checks={[
        { id: 'notional', name: 'Order notional', used: 0.27, says: '363,187 USD' },
        { id: 'collar', name: 'Price collar 1%', used: 0.08, says: '0.92%' },
        { id: 'concentration', name: 'BTC concentration', used: 0.985, says: '0.7 points' },
        { id: 'kraken', name: 'Kraken exposure', used: 0.58, says: '1.26M USD' },
        { id: 'loss', name: 'Loss today', used: 1.02, says: '2.04%, limit 2.0%' },
      ]}
      folded="7 more, all with over 40% headroom"
    />
  );
}

function Limits() {
  return (
    <>
      <LimitLine
        name="BTC concentration"
        actual="44.3%"
        limit="45.0%"
        used={0.984}
        left="0.7 points left. New BTC buys above 331,000 USD will be refused."
      />
      <LimitLine
        name="Kraken exposure"
        actual="1.74 M"
        limit="3.00 M"
        used={0.58}
        left="1.26 M left"
      />
      <LimitLine
        name="Loss in a day"
        actual="2.04%"
        limit="2.0%"
        used={1.02}
        left="Past the limit. Only orders that reduce are taken."
      />
    </>
  );
}

function Bars() {
  return (
    <div className="grid grid-cols-2 gap-x-8 gap-y-5 [&>div]:items-stretch">
      <Labelled name="progress">
        <ProgressBar ratio={0.62} label="Sending register-of-members.pdf" />
      </Labelled>
      <Labelled name="limit, 58 % used">
        <LimitBar used={0.58} label="Kraken exposure, percent of the limit" />
      </Labelled>
      <Labelled name="near, 84 %">
        <LimitBar used={0.84} label="BTC concentration, percent of the limit" />
      </Labelled>
      <Labelled name="past">
        <LimitBar used={1.2} label="Loss today, percent of the limit" />
      </Labelled>
      <Labelled name="effective 42 %, threshold 25 %">
        <LimitBar used={0.42} tick={0.25} tone="accent" label="Effective ownership, percent" />
      </Labelled>
      <Labelled name="nothing used">
        <LimitBar used={0} label="Order rate, percent of the limit" />
      </Labelled>
    </div>
  );
}
