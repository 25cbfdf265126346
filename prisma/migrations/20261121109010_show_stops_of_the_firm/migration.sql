-- A stop of the firm stops everybody: whoever is staff sees it, whichever clients they are assigned to.

CREATE POLICY app_staff_of_nobody ON "risk"."trading_state" FOR SELECT TO app_staff USING (client_id IS NULL);
