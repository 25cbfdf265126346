import type { ComponentType } from 'react';

/** One sheet of the style guide. `load` keeps each sheet's code out of every other sheet. */
export type StyleguideSection = {
  /** Path segment of /styleguide/[section]. */
  readonly id: string;
  readonly title: string;
  /** What a reader finds there, in one short line. */
  readonly about: string;
  readonly load: () => Promise<ComponentType>;
};

/** Every sheet, in reading order. Accessibility and screenshot tests walk this list. */
export const STYLEGUIDE_SECTIONS: readonly StyleguideSection[] = [
  {
    id: 'foundations',
    title: 'Foundations',
    about: 'colour, type, space, rows, layers',
    load: async () => (await import('./sections/foundations-section.tsx')).FoundationsSection,
  },
  {
    id: 'brand',
    title: 'Mark and proof',
    about: 'mark, word-mark, the drawing of a proof',
    load: async () => (await import('./sections/brand-section.tsx')).BrandSection,
  },
  {
    id: 'figures',
    title: 'Figures',
    about: 'heroes, money, changes, hashes, times',
    load: async () => (await import('./sections/figures-section.tsx')).FiguresSection,
  },
  {
    id: 'states',
    title: 'States',
    about: 'every lifecycle, its glyphs and words',
    load: async () => (await import('./sections/states-section.tsx')).StatesSection,
  },
  {
    id: 'buttons',
    title: 'Buttons and links',
    about: 'acts, sides, keys, copy',
    load: async () => (await import('./sections/buttons-section.tsx')).ButtonsSection,
  },
  {
    id: 'fields',
    title: 'Fields',
    about: 'text, exact numbers, codes, errors',
    load: async () => (await import('./sections/fields-section.tsx')).FieldsSection,
  },
  {
    id: 'choices',
    title: 'Choices',
    about: 'select, combobox, checkbox, radio, switch',
    load: async () => (await import('./sections/choices-section.tsx')).ChoicesSection,
  },
  {
    id: 'navigation',
    title: 'Ways',
    about: 'tabs, menus, palette, keys, steps',
    load: async () => (await import('./sections/navigation-section.tsx')).NavigationSection,
  },
  {
    id: 'surfaces',
    title: 'Surfaces',
    about: 'what stands above the page: dialog, confirmation, drawer, palette, notices',
    load: async () => (await import('./sections/surfaces-section.tsx')).SurfacesSection,
  },
  {
    id: 'evidence',
    title: 'Evidence',
    about: 'figures in a line, timelines, facts, checks, limits',
    load: async () => (await import('./sections/evidence-section.tsx')).EvidenceSection,
  },
  {
    id: 'event-log',
    title: 'Event log',
    about: 'events, facets, proofs, verification',
    load: async () => (await import('./sections/event-log-section.tsx')).EventLogSection,
  },
  {
    id: 'data-states',
    title: 'States of data',
    about: 'empty, loading, error, forbidden, offline',
    load: async () => (await import('./sections/data-states-section.tsx')).DataStatesSection,
  },
  {
    id: 'files',
    title: 'Files',
    about: 'drop, progress, verdict, refusal',
    load: async () => (await import('./sections/files-section.tsx')).FilesSection,
  },
  {
    id: 'table',
    title: 'Data table',
    about: 'sort, filter, columns, views, totals, every state',
    load: async () => (await import('./sections/table-section.tsx')).TableSection,
  },
  {
    id: 'table-100k',
    title: '100,000 rows',
    about: 'the same table under load',
    load: async () => (await import('./sections/table-100k-section.tsx')).Table100kSection,
  },
  {
    id: 'charts',
    title: 'Charts',
    about: 'prices, lines, bars, depth, heat, every state',
    load: async () => (await import('./sections/charts-section.tsx')).ChartsSection,
  },
  {
    id: 'dates',
    title: 'Dates',
    about: 'days, instants, ranges, zones',
    load: async () => (await import('./sections/dates-section.tsx')).DatesSection,
  },
];
