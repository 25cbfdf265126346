-- Views of tables that people saved, and the indexes that long lists of orders are paged by.

CREATE TABLE "access"."table_view" (
    "person_id" UUID NOT NULL,
    "organisation_id" UUID NOT NULL,
    "client_id" UUID,
    "table_name" TEXT NOT NULL,
    "view_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" JSONB NOT NULL,
    "shared_with" TEXT[],
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "table_view_pkey" PRIMARY KEY ("person_id", "organisation_id", "table_name", "view_id")
);

CREATE INDEX "table_view_organisation_id_table_name_idx" ON "access"."table_view"("organisation_id", "table_name");

CREATE INDEX "table_view_client_id_idx" ON "access"."table_view"("client_id");

ALTER TABLE "access"."table_view" ADD CONSTRAINT "table_view_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "access"."person"("id") ON DELETE CASCADE ON UPDATE RESTRICT;

ALTER TABLE "access"."table_view" ADD CONSTRAINT "table_view_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "access"."organisation"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

CREATE INDEX "order_parent_newest_idx" ON "trading"."order"("placed_at" DESC, "cl_ord_id" DESC) WHERE "level" = 'Parent';

CREATE INDEX "order_parent_open_idx" ON "trading"."order"("placed_at" DESC, "cl_ord_id" DESC)
    WHERE "level" = 'Parent' AND "ord_status" NOT IN ('Filled', 'Canceled', 'Rejected', 'Expired');

-- ---------------------------------------------------------------- what can't be

ALTER TABLE "access"."table_view"
    ADD CONSTRAINT "table_view_names_a_table" CHECK ("table_name" ~ '^[a-z][a-z0-9-]{0,59}$'),
    ADD CONSTRAINT "table_view_id_stands_in_an_address" CHECK ("view_id" ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
    ADD CONSTRAINT "table_view_has_a_name" CHECK (length(btrim("name")) BETWEEN 1 AND 60),
    ADD CONSTRAINT "table_view_is_bounded" CHECK (jsonb_typeof("address") = 'object' AND length("address"::text) <= 16384),
    ADD CONSTRAINT "table_view_shares_with_roles" CHECK ("shared_with" IS NOT NULL AND cardinality("shared_with") <= 13
        AND array_position("shared_with", NULL) IS NULL);

-- ---------------------------------------------------------------- whose rows, and who may do what

-- What is one's own is read and written by the role of sign-in, as one's own sessions are. One's own, and in the organisation
-- what was shared with a role that one has there now.
ALTER TABLE "access"."table_view" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "access"."table_view" FORCE ROW LEVEL SECURITY;
CREATE POLICY view_own ON "access"."table_view" TO app_identity
    USING (person_id = audit.current_actor()) WITH CHECK (person_id = audit.current_actor());
CREATE POLICY view_shared ON "access"."table_view" FOR SELECT TO app_identity
    USING (EXISTS (SELECT 1 FROM access.role_grant g
        WHERE g.person_id = audit.current_actor() AND g.organisation_id = "table_view".organisation_id
            AND g.role = ANY ("table_view".shared_with) AND g."from" <= now() AND (g.until IS NULL OR g.until > now())));
CREATE POLICY view_not_theirs ON "access"."table_view" TO app_client, app_staff, engine, jobs USING (false) WITH CHECK (false);
CREATE POLICY auditor_reads ON "access"."table_view" FOR SELECT TO auditor USING (true);
CREATE POLICY migrator_all ON "access"."table_view" TO migrator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "access"."table_view" TO app_identity;
GRANT SELECT ON "access"."table_view" TO auditor;
