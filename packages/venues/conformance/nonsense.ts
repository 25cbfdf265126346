/** What no venue says; each is said on a stream that is live. */
export const NONSENSE = [
  'no JSON at all',
  '{"half":',
  '[]',
  'null',
  '""',
  '{}',
  '{"e":"depthUpdate","s":"BTCUSDT","U":1,"u":2,"b":[["1e3","x"]],"a":[],"E":"now"}',
  '{"channel":"book","type":"update","data":[{"symbol":"BTC/USDT","bids":"none"}]}',
  '{"channel":"l2_data","sequence_num":1e99,"events":[{"updates":null}]}',
  '{"subscriptionId":0,"event":{"e":"executionReport","s":"BTCUSDT","i":"x"}}',
  '{"channel":"executions","type":"update","data":[{"exec_type":"trade"}],"sequence":-1}',
  '{"channel":"user","events":[{"type":"update","orders":[{"order_id":5}]}]}',
  `"${'x'.repeat(60_000)}"`,
];
