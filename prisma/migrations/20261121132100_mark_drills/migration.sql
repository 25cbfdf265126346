-- A drill is a stop that cancels, made to measure how long that takes, and says so.
ALTER TABLE "risk"."state_change" ADD COLUMN "is_drill" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "risk"."state_change"
    ADD CONSTRAINT "state_change_drill_cancels" CHECK (NOT "is_drill" OR ("change" = 'Kill' AND "grade" = 'CANCEL_ALL'));
