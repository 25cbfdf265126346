/** Active clients trade; restricted ones may only get out. */
import { type Check, cannotTell, checkOf } from '../../trading/index.ts';
import type { OrderUnderRules, RuleFacts } from '../facts.ts';

export function clientState(_order: OrderUnderRules, facts: RuleFacts): readonly Check[] {
  const code = 'ClientState';
  const { clientState: state, reduces } = facts;
  if (state === null) return [cannotTell(code, 'clientState')];
  if (state === 'Active') return [checkOf(code, 'Pass', 'Within', { actual: state })];
  if (state !== 'Restricted') return [checkOf(code, 'Refuse', 'NotAllowed', { actual: state })];
  if (reduces === null) return [cannotTell(code, 'reduces')];
  return [
    reduces
      ? checkOf(code, 'Near', 'OverLimitButReduces', { actual: state })
      : checkOf(code, 'Refuse', 'NotAllowed', { actual: state }),
  ];
}
