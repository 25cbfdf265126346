/** Why somebody may not, as a sentence that says who could. */
import { permissionSpec, type Refusal, ROLE_SPECS, type Role } from '@ultrathink/domain/access';
import { DEFAULT_LOCALE, formatDateTime, UTC } from '@ultrathink/domain/kernel';

type Told = Exclude<Refusal, { readonly code: 'OutsideTenant' }>;

export function sentenceOf(refusal: Told): string {
  switch (refusal.code) {
    case 'NotPermitted': {
      const { phrase } = permissionSpec(refusal.permission);
      return `Your role can't ${phrase}. ${whoCan(refusal.whoCould)}Nothing was done.`;
    }
    case 'NotAssigned': {
      const { phrase } = permissionSpec(refusal.permission);
      return `You are not assigned to this client, so you can't ${phrase} there. Nothing was done.`;
    }
    case 'Expired': {
      const moment = formatDateTime(refusal.until, { locale: DEFAULT_LOCALE, zone: UTC }, 'minute');
      const what = refusal.what === 'ApiKey' ? 'This API key' : nameOf(refusal.what);
      return `${what} ended at ${moment} ${UTC}. Nothing was done.`;
    }
    case 'OutsideKeyScope': {
      const { phrase } = permissionSpec(refusal.permission);
      return refusal.needs === null
        ? `No API key can ${phrase}: this is done by people. Nothing was done.`
        : `This API key can't ${phrase}: that needs a key with the scope ${refusal.needs}. Nothing was done.`;
    }
  }
}

function nameOf(role: Role): string {
  return `Your role as ${ROLE_SPECS[role].title}`;
}

function whoCan(roles: readonly Role[]): string {
  if (roles.length === 0) return '';
  const plurals = roles.map((role) => ROLE_SPECS[role].plural);
  const last = plurals.at(-1) ?? '';
  const names = plurals.length === 1 ? last : `${plurals.slice(0, -1).join(', ')} and ${last}`;
  return `${names.charAt(0).toUpperCase()}${names.slice(1)} can. `;
}
