import { type CxOptions, cx } from 'class-variance-authority';
import { extendTailwindMerge } from 'tailwind-merge';

/**
 * Our own scales, named for the merger: without them it would take `text-body` for a colour and
 * drop it beside `text-ink-3`.
 */
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: [
        'hero',
        'price',
        'total',
        'figure',
        'title',
        'lead',
        'field',
        'body',
        'label',
        'micro',
      ],
      radius: ['control', 'float', 'full'],
      shadow: ['float'],
    },
    classGroups: {
      h: ['h-row', 'h-row-head', 'h-control', 'h-control-large'],
      'min-h': ['min-h-row'],
      px: ['px-gutter'],
      pl: ['pl-gutter'],
      pr: ['pr-gutter'],
      z: [
        'z-table-head',
        'z-strip',
        'z-header',
        'z-drawer',
        'z-palette',
        'z-dialog',
        'z-toast',
        'z-kill',
        'z-float',
      ],
    },
  },
});

/** Joins class names; where two set the same property, the later one wins. */
export function cn(...classes: CxOptions): string {
  return merge(cx(...classes));
}
