-- Which proposals may tell the engine what: another allocation of a block besides; a test holds it beside the domain's.
CREATE OR REPLACE FUNCTION "engine"."may_tell"(act TEXT, kind TEXT) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $$
    SELECT (act, kind) IN (
        ('clients.proposeState', 'ClientSet'), ('clients.proposeMandate', 'MandateSet'),
        ('clients.proposeTraders', 'TradersSet'), ('clients.proposeTiers', 'TierTableSet'),
        ('risk.proposeLimit', 'LimitsSet'), ('risk.proposeCheckPolicy', 'CheckPolicySet'), ('risk.proposeResume', 'Resumed'),
        ('compliance.proposeRestriction', 'RestrictionSet'), ('compliance.proposeRestriction', 'RestrictionLifted'),
        ('compliance.proposeCategoryRules', 'CategoryRulesSet'), ('trading.proposeRoutingPolicy', 'RoutingPolicySet'),
        ('operations.proposeTradingMode', 'TradingModeSet'), ('ledger.proposeDeposit', 'DepositRecorded'),
        ('ledger.proposeWithdrawal', 'WithdrawalRecorded'), ('portfolio.proposeBreakClose', 'BreakClosed'),
        ('trading.proposeOutcome', 'OutcomeAsserted'), ('trading.proposeReallocation', 'BlockReallocated'))
$$;
