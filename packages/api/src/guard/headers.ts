/** Headers of ours that a page sends. No import: browsers read this too. */

/** By which a page says that no person did this, so that it counts as no use of the session. */
export const PASSIVE_HEADER = 'x-passive';

/** Names the step-up an act comes with. */
export const STEP_UP_HEADER = 'x-step-up';
