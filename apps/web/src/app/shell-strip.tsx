import { KillSwitch, StaffStripCells } from './staff-strip.tsx';

/** What stands in the strip of every page of staff; a shell whose readers are no staff shows none of it. */
export const SHELL_STRIP = { cells: <StaffStripCells />, end: <KillSwitch /> };
