/** How venue keys are said. */
import type { StatusLook } from '@/ui/status-words.ts';
import { sentenceCase } from '@/ui/words.ts';
import type { VenueKey } from '../model.ts';

const look = (shape: StatusLook['shape'], tone: StatusLook['tone'], word: string): StatusLook => ({
  shape,
  tone,
  word,
});

export const KEY_STATUS: Readonly<Record<VenueKey['status'], StatusLook>> = {
  Submitted: look('ring-dashed', 'ink-3', 'Entered'),
  Probing: look('ring-dashed', 'ink-3', 'Being checked'),
  Ready: look('ring', 'ink-2', 'Ready to propose'),
  Refused: look('cross', 'danger', 'Refused'),
  Proposed: look('half', 'accent', 'Waits for consent'),
  Active: look('disc', 'accent', 'In use'),
  Suspended: look('diamond', 'warn', 'Suspended'),
  Draining: look('ring-dashed-bar', 'ink-3', 'Draining'),
  Retired: look('ring-struck', 'ink-3', 'Retired'),
};

/** What the venue says it may do: "reads, trades; bound to our addresses". */
export function permissionsText(permissions: VenueKey['permissions']): string | null {
  if (permissions === null) return null;
  const { mayRead, mayTrade, mayWithdraw, isAddressBound } = permissions;
  const may = [mayRead && 'reads', mayTrade && 'trades', mayWithdraw && 'can withdraw'].filter(
    (one) => one !== false,
  );
  const bound =
    isAddressBound === null
      ? 'binding not told'
      : isAddressBound
        ? 'bound to our addresses'
        : 'open to every address';
  return sentenceCase(`${may.join(', ') || 'nothing'}; ${bound}`);
}
