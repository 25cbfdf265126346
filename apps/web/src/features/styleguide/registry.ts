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
export const STYLEGUIDE_SECTIONS: readonly StyleguideSection[] = [];
