/**
 * What every floating surface and every row on one share. Rows are 30 px; the one under the pointer
 * or the keyboard is washed and carries a 2 px edge.
 */
export const FLOAT_CLASS = [
  'float-surface overflow-hidden text-body text-ink outline-none',
  'origin-(--transform-origin) transition-[opacity,translate] duration-100',
  'data-starting-style:opacity-0 data-ending-style:opacity-0',
].join(' ');

export const ITEM_CLASS = [
  'relative flex h-7.5 cursor-default select-none items-center gap-2.5 whitespace-nowrap px-4',
  'text-body outline-none max-md:h-11',
  'before:absolute before:inset-y-0 before:left-0 before:w-0.5',
  'data-highlighted:bg-accent-wash data-highlighted:before:bg-accent',
  'data-disabled:text-ink-3',
].join(' ');

/** Fills the room between banner and strip and lets presses beside the surface through to it. */
export const STAGE_CLASS =
  'fixed inset-x-0 top-(--shell-top) bottom-(--shell-bottom) grid justify-items-center p-4';

export const GROUP_LABEL_CLASS = 'px-4 pt-2.5 pb-1 text-label text-ink-3';

/** What lies under a dialog or a palette: the page, washed out but still there. */
export const SCRIM_CLASS = [
  'fixed inset-x-0 top-(--shell-top) bottom-(--shell-bottom) bg-paper/62 transition-opacity duration-180',
  'data-starting-style:opacity-0 data-ending-style:opacity-0',
].join(' ');
