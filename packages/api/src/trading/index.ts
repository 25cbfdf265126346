/** Orders as the engine answers for them, and what people decide about orders. */
import { t } from '../trpc.ts';
import { amendOrder } from './amend-order.ts';
import { askVenue } from './ask-venue.ts';
import { cancelBlock } from './cancel-block.ts';
import { cancelOrder } from './cancel-order.ts';
import { compareVenue } from './compare-venue.ts';
import { getEvidencePack } from './get-evidence-pack.ts';
import { getOrder } from './get-order.ts';
import { getOrderEvidence } from './get-order-evidence.ts';
import { getOrderProof } from './get-order-proof.ts';
import { getOrderTrail } from './get-order-trail.ts';
import { getPolicies } from './get-policies.ts';
import { getReplay } from './get-replay.ts';
import { listBlocks } from './list-blocks.ts';
import { listEvidence } from './list-evidence.ts';
import { listExecutions } from './list-executions.ts';
import { listFunds } from './list-funds.ts';
import { listHouseAccounts } from './list-house-accounts.ts';
import { listOrders } from './list-orders.ts';
import { listPositions } from './list-positions.ts';
import { listStandings } from './list-standings.ts';
import { listUnconfirmed } from './list-unconfirmed.ts';
import { placeBlock } from './place-block.ts';
import { placeOrder } from './place-order.ts';
import { previewAmend } from './preview-amend.ts';
import { previewBlock } from './preview-block.ts';
import { previewOrder } from './preview-order.ts';
import { previewReallocation } from './preview-reallocation.ts';
import { proposeBreakClosure } from './propose-break-closure.ts';
import { proposeHouseAccount } from './propose-house-account.ts';
import { proposeMode } from './propose-mode.ts';
import { proposeOutcome } from './propose-outcome.ts';
import { proposeReallocation } from './propose-reallocation.ts';
import { proposeRoutingPolicy } from './propose-routing-policy.ts';
import { replayOrder } from './replay-order.ts';

export const tradingRouter = t.router({
  placeOrder,
  previewOrder,
  amendOrder,
  previewAmend,
  cancelOrder,
  proposeHouseAccount,
  listHouseAccounts,
  placeBlock,
  previewBlock,
  previewReallocation,
  proposeReallocation,
  cancelBlock,
  listBlocks,
  listOrders,
  getOrder,
  getOrderTrail,
  getOrderProof,
  getOrderEvidence,
  getEvidencePack,
  replayOrder,
  getReplay,
  listExecutions,
  listFunds,
  listPositions,
  getPolicies,
  proposeRoutingPolicy,
  proposeMode,
  proposeOutcome,
  askVenue,
  compareVenue,
  listUnconfirmed,
  listStandings,
  listEvidence,
  proposeBreakClosure,
});
