-- A break at a venue account is nobody's in particular, and closes the account for everybody: whoever is staff sees it.

CREATE POLICY app_staff_of_nobody ON "trading"."break" FOR SELECT TO app_staff USING (client_id IS NULL);
CREATE POLICY app_staff_of_nobody ON "trading"."break_owner" FOR SELECT TO app_staff USING (client_id IS NULL);
