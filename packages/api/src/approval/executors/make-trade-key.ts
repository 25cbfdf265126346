import { allGrantsOf, insertApiKey } from '@ultrathink/db/access';
import { sendMail } from '@ultrathink/db/operations';
import {
  isInForce,
  type Organisation,
  type TradeKeyPayload,
  tradeKeyPayloadSchema,
} from '@ultrathink/domain/access';
import { addMs, err, ok, type Result } from '@ultrathink/domain/kernel';
import { securityNotice } from '@ultrathink/domain/operations';
import type { Asked, Executor, ExecutorRefusal, Reading, World } from '../executor.ts';
import { grantsWorld, personIn, readPayload } from './read.ts';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Makes a key that trades, without a secret: it opens nothing. Its owner's browser makes the secret
 * afterwards and sends the hash alone, so that neither who proposed nor who approved ever has it, and
 * an act of the key is an act of its owner.
 */
export const makeTradeKey: Executor = {
  readWorld: prepare,

  async apply(given) {
    const { tx, at, execution } = given;
    const prepared = await prepare(given, execution);
    if (!prepared.ok) return prepared;
    const { payload, organisation } = prepared.value;
    const { key, owner, name, networks, days } = payload;
    if (organisation.kind !== 'Client') return err({ code: 'SubjectGone' });
    const until = addMs(at, days * DAY_MS);
    const isMade = await insertApiKey(tx, {
      id: key,
      organisation: organisation.id,
      client: organisation.client,
      owner,
      name,
      scope: 'Trade',
      networks,
      from: at,
      until,
      proposal: execution.proposal,
      secret: null,
    });
    if (!isMade) return err({ code: 'Overtaken' });
    await sendMail(tx, securityNotice(owner, 'ApiKeyCreated', at));
    return ok([
      {
        action: 'access.makeTradeKey',
        subject: { kind: 'ApiKey', id: key },
        after: { owner, scope: 'Trade', networks, until },
      },
    ]);
  },
};

async function prepare(
  reading: Reading,
  asked: Pick<Asked, 'payload'>,
): Promise<
  Result<
    World & { readonly payload: TradeKeyPayload; readonly organisation: Organisation },
    ExecutorRefusal
  >
> {
  const { tx, at } = reading;
  const payload = readPayload(tradeKeyPayloadSchema, asked.payload);
  if (!payload.ok) return payload;
  const owner = await personIn(reading, payload.value.owner, ['Active']);
  if (!owner.ok) return owner;
  const { id, state, version, organisation } = owner.value;
  const grants = await allGrantsOf(tx, [id]);
  const canTrade = grants.some(
    (grant) =>
      grant.role === 'ClientTrader' &&
      grant.organisation.id === organisation.id &&
      isInForce(grant, id, at),
  );
  if (!canTrade) return err({ code: 'OwnerCannotTrade' });
  return ok({
    payload: payload.value,
    organisation,
    world: { owner: { id, state, version }, grants: grantsWorld(grants) },
    before: undefined,
    concerns: [id],
  });
}
