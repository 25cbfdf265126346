'use client';

import { holds, type Permission } from '@ultrathink/domain/access';
import { useSession } from './session-context.ts';

/** Whether one of this person's roles holds it: what is shown, never what is let through. */
export function useMay(permission: Permission): boolean {
  return useSession().roles.some((role) => holds(role, permission));
}
