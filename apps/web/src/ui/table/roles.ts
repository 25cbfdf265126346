/**
 * What each part of the grid is. Rows are laid out by `display: grid`, which takes the meaning of
 * table markup away in some browsers, so every part says its role itself. Spread and not written as
 * attributes, because a linter that can't see the style sheet calls them redundant.
 */
export const ROLES = {
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  header: { role: 'columnheader' },
  cell: { role: 'gridcell' },
  grid: { role: 'grid', tabIndex: 0 },
  treegrid: { role: 'treegrid', tabIndex: 0 },
} as const;
