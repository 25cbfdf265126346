-- Who sees to a break: told by the person, one row each time, the newest holds.
CREATE TABLE "trading"."break_owner" (
    "id" UUID NOT NULL,
    "break_id" TEXT NOT NULL,
    "client_id" UUID,
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "break_owner_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "break_owner_break_id_at_idx" ON "trading"."break_owner"("break_id", "at");

CREATE INDEX "break_owner_client_id_idx" ON "trading"."break_owner"("client_id");

ALTER TABLE "trading"."break_owner"
    ADD CONSTRAINT "break_owner_break_is_bounded" CHECK (length("break_id") BETWEEN 1 AND 100);

CREATE TRIGGER "break_owner_keep" BEFORE UPDATE OR DELETE OR TRUNCATE ON "trading"."break_owner"
    FOR EACH STATEMENT EXECUTE FUNCTION "audit"."refuse_change"();

CALL "audit"."separate_clients"('"trading"."break_owner"');

GRANT SELECT, INSERT ON "trading"."break_owner" TO app_staff;
GRANT SELECT ON "trading"."break_owner" TO jobs, auditor;
