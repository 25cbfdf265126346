/** How venue keys are said. */
import type { StatusLook } from '@/ui/status-words.ts';
import type { VenueKey } from '../model.ts';

const look = (shape: StatusLook['shape'], tone: StatusLook['tone'], word: string): StatusLook => ({
  shape,
  tone,
  word,
});

export const KEY_STATUS: Readonly<Record<VenueKey['status'], StatusLook>> = {
  Submitted: look('ring-dashed', 'ink-3', 'entered'),
  Probing: look('ring-dashed', 'ink-3', 'being checked'),
  Ready: look('ring', 'ink-2', 'ready to propose'),
  Refused: look('cross', 'danger', 'refused'),
  Proposed: look('half', 'accent', 'waits for consent'),
  Active: look('disc', 'accent', 'in use'),
  Suspended: look('diamond', 'warn', 'suspended'),
  Draining: look('ring-dashed-bar', 'ink-3', 'draining'),
  Retired: look('ring-struck', 'ink-3', 'retired'),
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
  return `${may.join(', ') || 'nothing'}; ${bound}`;
}
