-- An order that left memory is found by the name its venue gave it: a fill may come after its end.

CREATE INDEX "order_venue_name_idx" ON "trading"."order"("venue_account_id", "order_id") WHERE "order_id" IS NOT NULL;
