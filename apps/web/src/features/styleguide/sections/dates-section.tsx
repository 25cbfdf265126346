'use client';

import { useState } from 'react';
import { DateRangePicker, RangePanel } from '@/ui/date/date-range-picker.tsx';
import { DateInput, DateTimeInput } from '@/ui/date/date-time-input.tsx';
import type { RangeChoice } from '@/ui/date/range.ts';
import { ZoneSwitch } from '@/ui/date/zone-switch.tsx';
import { Specimen, SpecimenGrid } from '../specimen.tsx';

const NOW = '2026-11-21T09:41:12.000Z';
const TODAY = '2026-11-21';
const INCEPTION = '2024-05-04';
const PLACES = ['Europe/Zurich', 'America/New_York', 'Asia/Singapore'];

export function DatesSection() {
  const [zone, setZone] = useState('UTC');
  return (
    <div className="flex flex-col gap-12">
      <Range zone={zone} setZone={setZone} />
      <Fields zone={zone} />
    </div>
  );
}

function Range({
  zone,
  setZone,
}: {
  readonly zone: string;
  readonly setZone: (zone: string) => void;
}) {
  const [choice, setChoice] = useState<RangeChoice>({
    kind: 'between',
    range: { from: '2026-10-12T00:00:00.000Z', to: NOW },
  });
  const shared = { now: NOW, zone, inception: INCEPTION, value: choice, onValueChange: setChoice };
  return (
    <SpecimenGrid>
      <Specimen name="Range" about="presets, two months, ends typed, length and zone in the foot">
        <div className="w-fit max-w-full float-surface">
          <RangePanel key={zone} {...shared} />
        </div>
      </Specimen>
      <Specimen name="Behind its button" about="the choice in words; the clock it is read on">
        <div className="flex flex-wrap items-end gap-5">
          <DateRangePicker {...shared} />
          <div className="w-40">
            <ZoneSwitch value={zone} onValueChange={setZone} places={PLACES} at={NOW} />
          </div>
        </div>
        <div className="flex flex-wrap items-end gap-5 pt-5">
          <DateRangePicker
            {...shared}
            label="At most 31 days"
            mostDays={31}
            presets={['today', 'yesterday', 'last-7-days', 'year-to-date']}
          />
        </div>
      </Specimen>
    </SpecimenGrid>
  );
}

function Fields({ zone }: { readonly zone: string }) {
  const [day, setDay] = useState<string | null>(TODAY);
  const [none, setNone] = useState<string | null>(null);
  const [bounded, setBounded] = useState<string | null>('2026-11-30');
  const [moment, setMoment] = useState<string | null>(NOW);
  const [skipped, setSkipped] = useState<string | null>('2026-03-29T01:00:00.000Z');
  const [twice, setTwice] = useState<string | null>('2026-10-25T00:30:00.000Z');
  return (
    <SpecimenGrid columns={3}>
      <Specimen name="Day" about="typed in any order that means one day">
        <div className="flex flex-col gap-5">
          <DateInput label="Value date" value={day} onValueChange={setDay} today={TODAY} />
          <DateInput label="Born" optional value={none} onValueChange={setNone} today={TODAY} />
        </div>
      </Specimen>
      <Specimen name="Faults" about="what is wrong, and what passes">
        <div className="flex flex-col gap-5">
          <DateInput
            label="Statement day"
            value={bounded}
            onValueChange={setBounded}
            to={TODAY}
            today={TODAY}
          />
          <DateInput label="Settled" value={day} onValueChange={setDay} disabled today={TODAY} />
        </div>
      </Specimen>
      <Specimen name="Instant" about="on a clock that is named; where clocks change, said">
        <div className="flex flex-col gap-5">
          <DateTimeInput
            label="Expires"
            zone={zone}
            value={moment}
            onValueChange={setMoment}
            today={TODAY}
          />
          <DateTimeInput
            label="In the repeated hour"
            zone="Europe/Lisbon"
            value={twice}
            onValueChange={setTwice}
          />
          <DateTimeInput
            label="In the skipped hour"
            zone="Europe/Lisbon"
            value={skipped}
            onValueChange={setSkipped}
            hint="Type 01:30 to see what is taken."
          />
        </div>
      </Specimen>
    </SpecimenGrid>
  );
}
