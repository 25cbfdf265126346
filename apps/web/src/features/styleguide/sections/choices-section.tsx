'use client';

import { useState } from 'react';
import { Checkbox } from '@/ui/checkbox.tsx';
import { Combobox, type ComboboxOption } from '@/ui/combobox.tsx';
import { Field } from '@/ui/field.tsx';
import { RadioGroup } from '@/ui/radio.tsx';
import { Segmented, SideSwitch } from '@/ui/segmented.tsx';
import { Select } from '@/ui/select.tsx';
import { Switch } from '@/ui/switch.tsx';
import { Row, Specimen, SpecimenGrid } from '../specimen.tsx';

const CLIENTS: readonly ComboboxOption[] = [
  { value: 'mfo', label: 'Meridian Family Office', code: 'MFO-01' },
  { value: 'ast', label: 'Aster Treasury, Medium term', code: 'AST-02' },
  { value: 'ngc', label: 'Northgate Capital, Mezzanine', code: 'NGC-04' },
  { value: 'osb', label: 'Osprey Bank', code: 'OSB-01' },
  { value: 'hpf', label: 'Halden Pension Fund', code: 'HPF-01' },
  { value: 'cgm', label: 'Corvane Global Macro', code: 'CGM-01' },
  { value: 'vrf', label: 'Vantoor Reserve Fund', code: 'VRF-01' },
];

const TIMES_IN_FORCE = [
  { value: 'Day', label: 'Day', note: 'ends 00:00 UTC' },
  { value: 'GoodTillCancel', label: 'GoodTillCancel' },
  { value: 'ImmediateOrCancel', label: 'ImmediateOrCancel' },
  { value: 'FillOrKill', label: 'FillOrKill' },
  { value: 'GoodTillDate', label: 'GoodTillDate', note: 'not at this venue', disabled: true },
] as const;

export function ChoicesSection() {
  return (
    <SpecimenGrid columns={3}>
      <Selects />
      <Comboboxes />
      <Checks />
      <Radios />
      <Switches />
      <Segments />
    </SpecimenGrid>
  );
}

function Selects() {
  const [tif, setTif] = useState<(typeof TIMES_IN_FORCE)[number]['value']>('Day');
  return (
    <Specimen name="Select" about="a short, known list" className="flex flex-col gap-5">
      <Field label="Time in force" nativeLabel={false}>
        <Select options={TIMES_IN_FORCE} value={tif} onValueChange={setTif} />
      </Field>
      <Field label="Venue" nativeLabel={false} error="Choose where it is held.">
        <Select
          options={[{ value: 'kraken', label: 'Kraken' }]}
          value={null}
          onValueChange={() => {}}
        />
      </Field>
      <Field label="Account" nativeLabel={false} disabled>
        <Select options={[{ value: 'a', label: 'HPF-01' }]} value="a" onValueChange={() => {}} />
      </Field>
    </Specimen>
  );
}

function Comboboxes() {
  const [client, setClient] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>('hpf');
  const foot = (shown: number, all: number) => `${shown} of ${all} clients assigned to you`;
  return (
    <Specimen
      name="Combobox"
      about="type: letters that match stand out"
      className="flex flex-col gap-5"
    >
      <Field label="Client">
        <Combobox options={CLIENTS} value={client} onValueChange={setClient} foot={foot} />
      </Field>
      <Field label="Client, chosen">
        <Combobox options={CLIENTS} value={chosen} onValueChange={setChosen} foot={foot} />
      </Field>
      <Field label="Client, not now" disabled>
        <Combobox options={CLIENTS} value="osb" onValueChange={() => {}} disabled />
      </Field>
    </Specimen>
  );
}

function Checks() {
  const [on, setOn] = useState(true);
  const [off, setOff] = useState(false);
  return (
    <Specimen name="Checkbox" about="yes or no, with others" className="flex flex-col gap-2.5">
      <Checkbox checked={on} onCheckedChange={setOn}>
        Order
      </Checkbox>
      <Checkbox checked={off} onCheckedChange={setOff} note="Costs one column of 84 px.">
        Slippage bps
      </Checkbox>
      <Checkbox checked={false} indeterminate onCheckedChange={() => {}}>
        All accounts of Halden
      </Checkbox>
      <Checkbox checked disabled onCheckedChange={() => {}}>
        OrdStatus, always shown
      </Checkbox>
      <Checkbox checked={false} disabled onCheckedChange={() => {}}>
        Not offered at this venue
      </Checkbox>
    </Specimen>
  );
}

function Radios() {
  const [control, setControl] = useState<'none' | 'person'>('none');
  const [scope, setScope] = useState<'firm' | 'client' | 'venue'>('firm');
  return (
    <Specimen name="Radio" about="one of a few, all of them seen" className="flex flex-col gap-5">
      <RadioGroup
        label="Does anyone control the company in another way"
        layout="row"
        value={control}
        onValueChange={setControl}
        options={[
          { value: 'none', label: 'No one else' },
          { value: 'person', label: 'Yes, add a person' },
        ]}
      />
      <RadioGroup
        label="Scope"
        layout="list"
        value={scope}
        onValueChange={setScope}
        options={[
          { value: 'firm', label: 'Firm', aside: '14 orders, 3 venues' },
          { value: 'client', label: 'One client', aside: 'choose' },
          { value: 'venue', label: 'One venue', aside: 'choose', disabled: true },
        ]}
      />
    </Specimen>
  );
}

function Switches() {
  const [digest, setDigest] = useState(true);
  const [sound, setSound] = useState(false);
  return (
    <Specimen name="Switch" about="acts at once" className="flex flex-col gap-3">
      <Switch checked={digest} onCheckedChange={setDigest} state={digest ? 'On' : 'Off'}>
        Daily digest
      </Switch>
      <Switch
        checked={sound}
        onCheckedChange={setSound}
        note="Only for Unconfirmed orders."
        state={sound ? 'On' : 'Off'}
      >
        Sound
      </Switch>
      <Switch checked disabled onCheckedChange={() => {}} state="By policy">
        Step-up for withdrawals
      </Switch>
    </Specimen>
  );
}

function Segments() {
  const [period, setPeriod] = useState('year');
  const [view, setView] = useState('chart');
  const [side, setSide] = useState<'Buy' | 'Sell'>('Sell');
  return (
    <Specimen name="Segments" about="views, periods, sides" className="flex flex-col gap-5">
      <Row className="justify-between">
        <Segmented
          label="Period"
          value={period}
          onValueChange={setPeriod}
          options={[
            { value: 'today', label: 'Today' },
            { value: 'week', label: 'Week' },
            { value: 'month', label: 'Month' },
            { value: 'year', label: 'Year' },
            { value: 'max', label: 'Max', name: 'Since inception' },
          ]}
        />
        <Segmented
          label="Chart or table"
          value={view}
          onValueChange={setView}
          options={[
            { value: 'chart', label: 'Chart' },
            { value: 'table', label: 'Table' },
          ]}
        />
      </Row>
      <SideSwitch value={side} onValueChange={setSide} className="max-w-84" />
    </Specimen>
  );
}
