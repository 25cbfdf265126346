-- What pages narrow lists by, where a list without a match was read from end to end to find nothing.
CREATE INDEX "order_parent_instrument_idx" ON "trading"."order"("instrument", "placed_at" DESC, "cl_ord_id" DESC) WHERE "level" = 'Parent';
CREATE INDEX "execution_instrument_at_idx" ON "trading"."execution"("instrument", "at");
CREATE INDEX "execution_account_id_at_idx" ON "trading"."execution"("account_id", "at");

-- What a stop ended, by when it ended.
CREATE INDEX "order_child_ended_idx" ON "trading"."order"("ended_at") WHERE "level" = 'Child' AND "ended_at" IS NOT NULL;

-- What is open is little of what was.
CREATE INDEX "unconfirmed_since_idx" ON "trading"."unconfirmed"("since");
CREATE INDEX "unconfirmed_open_idx" ON "trading"."unconfirmed"("since", "cl_ord_id") WHERE "ended_at" IS NULL;
CREATE INDEX "break_open_idx" ON "trading"."break"("opened_at") WHERE "closed_at" IS NULL;
CREATE INDEX "break_closed_idx" ON "trading"."break"("closed_at" DESC) WHERE "closed_at" IS NOT NULL;

-- Deposits, withdrawals and corrections are few among trades.
CREATE INDEX "entry_no_trade_idx" ON "ledger"."entry"("at", "id") WHERE "cause" <> 'Trade';
