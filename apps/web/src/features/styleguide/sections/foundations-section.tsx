import { cn } from '@/ui/cn.ts';
import { Specimen, SpecimenGrid } from '../specimen.tsx';

const SURFACES = [
  ['paper', 'bg-paper', 'the page'],
  ['raised', 'bg-raised', 'floats'],
  ['sunken', 'bg-sunken', 'code'],
  ['hover', 'bg-hover', 'under the pointer'],
  ['accent-wash', 'bg-accent-wash', 'selected'],
  ['up-wash', 'bg-up-wash', 'bid depth'],
  ['down-wash', 'bg-down-wash', 'ask depth'],
  ['warn-wash', 'bg-warn-wash', 'unconfirmed'],
  ['danger-wash', 'bg-danger-wash', 'at risk'],
] as const;

const INKS = [
  ['ink', 'text-ink', 'figures and names'],
  ['ink-2', 'text-ink-2', 'secondary text'],
  ['ink-3', 'text-ink-3', 'labels, units, fractions'],
  ['accent', 'text-accent', 'selected, done, proven'],
  ['up', 'text-up', 'with sign and arrow'],
  ['down', 'text-down', 'with sign and arrow'],
  ['warn', 'text-warn', 'with the diamond'],
  ['danger', 'text-danger', 'with cross, word or square'],
] as const;

const LINES = [
  ['line-faint', 'border-line-faint', 'parts rows'],
  ['line', 'border-line', 'parts regions'],
  ['line-strong', 'border-line-strong', 'outlines controls'],
] as const;

const TYPE = [
  ['hero', 'hero', '48,217,904.62'],
  ['price', 'text-price', '68,393.25'],
  ['total', 'text-total', '137,022.63'],
  ['title', 'text-title', 'Who owns and controls Lindqvist & Co AB?'],
  ['figure', 'text-figure', '1,284,061'],
  ['lead', 'text-lead', 'One leaf and five hashes prove a fill to anyone, offline.'],
  ['field', 'text-field', 'Halden Pension Fund, HPF-01'],
  ['body', 'text-body', 'Kraken has not answered. Nothing was sent again.'],
  ['label', 'text-label', 'as of 09:41:12 UTC'],
  ['micro', 'text-micro', '20 Nov 15:00 21:00'],
] as const;

const SPACES = [2, 4, 6, 8, 12, 16, 20, 24, 28, 48] as const;

const LAYERS = [
  ['table head', 10],
  ['strip', 20],
  ['header', 30],
  ['drawer', 40],
  ['palette', 50],
  ['dialog', 60],
  ['toast', 70],
  ['kill', 80],
] as const;

export function FoundationsSection() {
  return (
    <SpecimenGrid columns={2}>
      <Surfaces />
      <Inks />
      <Type />
      <Specimen name="Lines" about="regions meet at one pixel">
        <dl className="flex flex-col gap-4">
          {LINES.map(([name, border, says]) => (
            <div key={name} className={cn('flex justify-between border-b pb-1', border)}>
              <dt>{name}</dt>
              <dd className="text-ink-3">{says}</dd>
            </div>
          ))}
        </dl>
      </Specimen>
      <Specimen name="Rows" flush about="compact 28, comfortable 40: switch above">
        <Rows />
      </Specimen>
      <Specimen name="Space" about="2 to 48">
        <div className="flex items-end gap-3">
          {SPACES.map((space) => (
            <div key={space} className="flex flex-col items-center gap-1.5">
              <span className="block bg-ink-2" style={{ width: space, height: space }} />
              <span className="text-ink-3 text-micro">{space}</span>
            </div>
          ))}
        </div>
      </Specimen>
      <Specimen name="Layers" about="nothing covers the banner or the strip">
        <ol className="flex flex-wrap gap-x-5 gap-y-1.5">
          {LAYERS.map(([name, z]) => (
            <li key={name} className="flex gap-1.5">
              <span className="text-ink-3">{z}</span> {name}
            </li>
          ))}
        </ol>
      </Specimen>
    </SpecimenGrid>
  );
}

function Surfaces() {
  return (
    <Specimen name="Surfaces" about="a filled area always means something">
      <ul className="grid grid-cols-3 gap-px bg-line p-px">
        {SURFACES.map(([name, fill, says]) => (
          <li key={name} className={cn('px-3 pt-9 pb-2', fill)}>
            <span className="block font-medium">{name}</span>
            <span className="block text-ink-2 text-label">{says}</span>
          </li>
        ))}
      </ul>
    </Specimen>
  );
}

function Inks() {
  return (
    <Specimen name="Inks" flush about="4.5 to 1 on every surface, in both themes">
      <ul>
        {INKS.map(([name, ink, says]) => (
          <li
            key={name}
            className={cn('flex h-8 items-center gap-3 border-line-faint border-b', ink)}
          >
            <span aria-hidden="true" className="size-3 bg-current" />
            <span className="w-20 font-medium">{name}</span>
            <span className="flex-1">{says}</span>
            <span className="tabular-nums">0123456789</span>
          </li>
        ))}
      </ul>
    </Specimen>
  );
}

function Type() {
  return (
    <Specimen name="Type" about="Geist for people, Geist Mono for what machines compare" wide>
      <ul>
        {TYPE.map(([name, role, words]) => (
          <li key={name} className="flex items-baseline gap-6 border-line-faint border-b py-2">
            <span className="w-12 shrink-0 text-ink-3 text-label">{name}</span>
            <span className={cn('min-w-0 truncate', role)}>{words}</span>
          </li>
        ))}
        <li className="flex items-baseline gap-6 py-2">
          <span className="w-12 shrink-0 text-ink-3 text-label">mono</span>
          <span className="min-w-0 truncate font-mono">7c1e90ab 559104-2217 ClOrdID 7Q2M-81XD</span>
        </li>
      </ul>
    </Specimen>
  );
}

const ROWS = [
  ['O-4181', 'Meridian Family Office', '120.00'],
  ['O-4180', 'Osprey Bank', '250,000'],
  ['O-4179', 'Corvane Global Macro', '4,500.0'],
] as const;

function Rows() {
  return (
    <ul>
      {ROWS.map(([id, who, quantity], index) => (
        <li
          key={id}
          className={cn(
            'flex h-row items-center gap-4 border-line-faint border-b',
            index === 1 && 'selected-row',
          )}
        >
          <span className="w-16">{id}</span>
          <span className="flex-1">{who}</span>
          <span>{quantity}</span>
        </li>
      ))}
    </ul>
  );
}
