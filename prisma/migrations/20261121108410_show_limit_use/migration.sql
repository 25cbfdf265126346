-- A client is shown how much of its own limits it uses: the rows that are its, by the policies that are there.
GRANT SELECT ON "risk"."exposure", "risk"."scope_money" TO app_client;
