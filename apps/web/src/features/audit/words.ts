/** Codes of the log in words. The code itself always stands beside or behind them. */
import { shortHash } from '@ultrathink/domain/kernel';
import { sentenceCase } from '@/ui/words.ts';
import type { Party } from './model.ts';

const ACRONYMS: ReadonlySet<string> = new Set([
  'api',
  'csv',
  'id',
  'ip',
  'mfa',
  'pdf',
  'totp',
  'url',
]);

/** `expiresAt` as `expires at`, `ipAllowList` as `IP allow list`. */
function spaced(code: string): string {
  return code
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .split(' ')
    .map((word) => (ACRONYMS.has(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase()))
    .join(' ');
}

/** `access.invitePerson` as `Invite person`. */
export function actionWords(action: string): string {
  return sentenceCase(spaced(action.slice(action.indexOf('.') + 1)));
}

/** The part of an action before its dot, which says where in the platform it happened. */
export function contextOf(action: string): string {
  const dot = action.indexOf('.');
  return dot < 0 ? action : action.slice(0, dot);
}

/** `ApiKey` as `API key`. */
export function kindWords(kind: string): string {
  return sentenceCase(spaced(kind));
}

/** One step of a path into a value: a name, or the place in a list, counted from 1. */
function stepWords(step: string): string {
  return /^\d+$/.test(step) ? String(Number(step) + 1) : spaced(step);
}

/** `['rules', '0', 'minApprovals']` as `Rules 1, min approvals`. */
export function pathWords(path: readonly string[]): string {
  if (path.length === 0) return 'The whole';
  const words = path.reduce((said, step) => {
    if (said === '') return stepWords(step);
    return /^\d+$/.test(step) ? `${said} ${stepWords(step)}` : `${said}, ${stepWords(step)}`;
  }, '');
  return sentenceCase(words);
}

/** A part of the platform by the role it writes as: pages write as what they act for. */
function systemWords(name: string | null): string {
  if (name === null) return 'System';
  return name.startsWith('app_') ? 'System' : sentenceCase(spaced(name));
}

/** A part of the system is called by its role, which has no capital; each of its runs is an actor. */
export function actorFacetWords(id: string, name: string | null): string {
  if (name === null) return `Person ${shortHash(id)}`;
  return /^[a-z]/.test(name) ? `${systemWords(name)} ${shortHash(id)}` : name;
}

/** A name where one is known, else the kind and the ends of the id, which is never a person's. */
export function partyWords({ kind, id, name }: Party): string {
  if (kind === 'System') return systemWords(name);
  if (name !== null) return name;
  return `${kindWords(kind)} ${id.length > 16 ? shortHash(id) : id}`;
}
