/** A route of the REST interface beside the procedure that answers it. */
import {
  type KeyScope,
  type PERMISSIONS,
  type Permission,
  permissionSpec,
} from '@ultrathink/domain/access';
import { z } from 'zod';
import type { Meta } from '../procedures/meta.ts';
import { appRouter } from '../root.ts';
import { REST_ROUTES, type RestRoute } from './routes.ts';

export interface Operation extends RestRoute {
  readonly permission: keyof typeof PERMISSIONS;
  /** It does something, once per intent; otherwise it is a question. */
  readonly isAct: boolean;
  /** The scope a key needs. */
  readonly scope: KeyScope;
  /** undefined where it takes nothing. */
  readonly input: z.ZodType | undefined;
  readonly output: z.ZodType;
}

interface ProcedureDef {
  readonly meta?: Meta;
  readonly inputs: readonly unknown[];
  readonly output?: unknown;
}

/** What tRPC keeps of a procedure. */
export function procedureDefs(): ReadonlyMap<string, ProcedureDef> {
  const entries = Object.entries(appRouter._def.procedures as object) as [
    string,
    { readonly _def: ProcedureDef },
  ][];
  return new Map(entries.map(([path, { _def }]) => [path, _def]));
}

/** @throws {Error} for a route whose procedure no key may ask: a slip in the table. */
export function restOperations(): readonly Operation[] {
  const defs = procedureDefs();
  return REST_ROUTES.map((route) => {
    const def = defs.get(route.procedure);
    const permission = def?.meta?.permission;
    const scope = isKeyed(permission) ? permissionSpec(permission).key : null;
    if (def === undefined || !isKeyed(permission) || scope === null) {
      throw new Error(`${route.path}: there is no ${route.procedure} that a key may ask.`);
    }
    const [input] = def.inputs;
    if (!(def.output instanceof z.ZodType)) throw new Error(`${route.path} has no output schema.`);
    return {
      ...route,
      permission,
      isAct: def.meta?.kind === 'act',
      scope,
      input: input instanceof z.ZodType ? input : undefined,
      output: def.output,
    };
  });
}

function isKeyed(permission: Meta['permission'] | undefined): permission is Permission {
  return permission?.includes('.') === true;
}
