/** The simulator's own page: books, orders and the switches of faults. No library, no other address. */

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #888; --accent: #0b6b52;
  --bid: #0b6b52; --ask: #a8442a; font: 13px/1.5 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --accent: #6ce0bd; --bid: #6ce0bd; --ask: #f0997f; } }
body { margin: 0 auto; padding: 24px; max-width: 1200px; }
h1 { font-size: 20px; letter-spacing: -.02em; margin: 0; } h2 { font-size: 13px; margin: 24px 0 8px; }
p { color: var(--soft); margin: 4px 0 0; } nav { display: flex; gap: 16px; margin: 20px 0;
  border-bottom: 1px solid var(--line); flex-wrap: wrap; }
nav button { font: inherit; background: none; border: 0; padding: 6px 0; cursor: pointer; color: inherit;
  border-bottom: 2px solid transparent; } nav button[aria-current=true] { border-color: var(--accent); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 400; color: var(--soft); } td, th { padding: 3px 12px 3px 0;
  border-bottom: 1px solid var(--line); white-space: nowrap; } .n { text-align: right; }
main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 32px; }
@media (max-width: 760px) { main { grid-template-columns: minmax(0, 1fr); } }
.bid { color: var(--bid); } .ask { color: var(--ask); } section { overflow-x: auto; }
form { display: flex; gap: 8px; flex-wrap: wrap; align-items: end; } label { display: grid; gap: 2px;
  color: var(--soft); } select, input, form button { font: inherit; padding: 4px 8px; color: inherit;
  background: none; border: 1px solid var(--line); border-radius: 4px; } form button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }`;

const SCRIPT = `
const $ = (id) => document.getElementById(id);
const state = { venue: 'binance', instrument: '' };
const ask = (path, options) => fetch('/admin/' + path, options).then((answer) => answer.json());
const cell = (text, kind) => { const td = document.createElement('td'); td.textContent = text ?? '';
  if (kind) td.className = kind; return td; };
const rows = (body, list) => body.replaceChildren(...list.map((cells) => {
  const tr = document.createElement('tr'); tr.append(...cells); return tr; }));
const tabs = (nav, names, chosen, choose) => nav.replaceChildren(...names.map((name) => {
  const button = document.createElement('button'); button.textContent = name;
  button.setAttribute('aria-current', String(name === chosen));
  button.onclick = () => { choose(name); show(); }; return button; }));
async function show() {
  const all = await ask('overview');
  const venue = all.venues.find(({ name }) => name === state.venue) ?? all.venues[0];
  const view = await ask('venue?venue=' + venue.name + '&instrument=' + encodeURIComponent(state.instrument));
  state.instrument = view.instrument;
  tabs($('venues'), all.venues.map(({ name }) => name), venue.name, (name) => { state.venue = name; });
  tabs($('instruments'), venue.instruments.map(({ id }) => id), view.instrument,
    (id) => { state.instrument = id; });
  $('state').textContent = view.instrument + ' is ' + view.state + ', last ' + (view.last ?? 'none');
  const level = (kind) => ({ price, qty, orders }) =>
    [cell(price, 'n ' + kind), cell(qty, 'n'), cell(orders, 'n')];
  rows($('asks'), [...view.asks].reverse().map(level('ask')));
  rows($('bids'), view.bids.map(level('bid')));
  rows($('faults'), view.faults.map((rule) => [cell(rule.fault.kind),
    cell((rule.fault.instruments ?? rule.operations ?? rule.streams ?? ['everything']).join(', ')),
    cell(rule.times ?? 'for ever', 'n'), cell(rule.struck, 'n')]));
  rows($('orders'), view.orders.map((order) => [cell(order.id, 'n'), cell(order.owner),
    cell(order.instrument), cell(order.side, order.side === 'Buy' ? 'bid' : 'ask'), cell(order.type),
    cell(order.qty, 'n'), cell(order.price, 'n'), cell(order.cumQty, 'n'), cell(order.status)]));
}
const post = (path, body) => ask(path + '?venue=' + state.venue, { method: 'POST', body: JSON.stringify(body) });
$('fault').onsubmit = async (event) => { event.preventDefault();
  const form = new FormData(event.target); const [kind, extra] = JSON.parse(form.get('kind'));
  const times = form.get('times') === '' ? null : Number(form.get('times'));
  if (extra.instruments) extra.instruments = [state.instrument];
  const operation = form.get('operation');
  await post('faults', { fault: { kind, ...extra }, times, operations: operation === '' ? null : [operation] });
  show(); };
$('clear').onclick = async () => { await ask('faults?venue=' + state.venue, { method: 'DELETE' }); show(); };
$('market').onsubmit = async (event) => { event.preventDefault();
  await post('market', { instrument: state.instrument, state: new FormData(event.target).get('state') });
  show(); };
show(); setInterval(show, 1000);`;

const FAULTS: readonly (readonly [string, string, object])[] = [
  ['Answer lost after it took effect', 'AnswerLost', {}],
  ['Request lost before it took effect', 'RequestLost', {}],
  ['Says it failed after it took effect', 'FailsAfterEffect', {}],
  ['Slow: 500 ms', 'Latency', { ms: 500, jitterMs: 200 }],
  ['Takes effect 20 s late', 'LateEffect', { ms: 20_000 }],
  ['Too many requests', 'RateLimited', { retryAfterSeconds: 30 }],
  ['Shut out', 'Banned', { retryAfterSeconds: 120 }],
  ['Server error 503', 'ServerError', { status: 503 }],
  ['A page of HTML', 'Html', { status: 502 }],
  ['Half an answer', 'Garbage', {}],
  ['Maintenance', 'Maintenance', {}],
  ['Queries lag by 5 s', 'ReadLag', { ms: 5000 }],
  ['Half of a replace', 'HalfReplace', {}],
  ['A fill after the cancel was confirmed', 'LateFill', { ms: 500, share: 0.5 }],
  ['Fills asked for tell twice the fee', 'WrongFee', { percent: 200 }],
  ['Stream: a message dropped', 'Drop', {}],
  ['Stream: a message twice', 'Duplicate', {}],
  ['Stream: two messages swapped', 'Reorder', {}],
  ['Stream: silent but open', 'Silence', {}],
  ['Stream: cut', 'Disconnect', {}],
  ['Venue: clock 90 s fast', 'ClockSkew', { ms: 90_000 }],
  ['Venue: clock 90 s slow', 'ClockSkew', { ms: -90_000 }],
  ['Instrument: prices stand still', 'StalePrices', { instruments: 'chosen' }],
  ['Instrument: bid above ask', 'CrossedBook', { instruments: 'chosen' }],
  ['Instrument: 2 % above the other venues', 'PricesOff', { factor: 1.02, instruments: 'chosen' }],
  ['Instrument: ten times the price', 'PricesOff', { factor: 10, instruments: 'chosen' }],
  ['Instrument: cancels alone', 'TradingState', { state: 'CancelOnly', instruments: 'chosen' }],
  ['Instrument: post-only', 'TradingState', { state: 'PostOnly', instruments: 'chosen' }],
];

const OPERATIONS = [
  'order.place',
  'order.cancel',
  'order.replace',
  'order.query',
  'orders.open',
  'orders.closed',
  'trades.own',
  'account',
  'market-data',
];

const option = (text: string, value: string) =>
  `<option value="${value.replaceAll('"', '&quot;')}">${text}</option>`;

const faultOptions = FAULTS.map(([text, kind, extra]) =>
  option(text, JSON.stringify([kind, extra])),
);

export const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Venue simulator</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>
<h1>Venue simulator</h1><p>Simulated markets. Nothing here is real money.</p>
<nav id="venues" aria-label="Venues"></nav><nav id="instruments" aria-label="Instruments"></nav>
<main><section><h2 id="state">Loading</h2><table><thead><tr><th class="n">Price</th><th class="n">Quantity</th>
<th class="n">Orders</th></tr></thead><tbody id="asks"></tbody><tbody id="bids"></tbody></table></section>
<section><h2>Market</h2><form id="market"><label>State<select name="state"><option>Trading</option>
<option>PostOnly</option><option>CancelOnly</option><option>Halted</option></select></label>
<button>Set</button></form>
<h2>Switch a fault on</h2><form id="fault"><label>Fault<select name="kind">${faultOptions.join('')}</select></label>
<label>Operation<select name="operation">${option('everything', '')}${OPERATIONS.map((one) => option(one, one)).join('')}</select></label>
<label>Times<input name="times" inputmode="numeric" size="6" value="1" placeholder="for ever"></label>
<button>Switch on</button><button type="button" id="clear">Clear all</button></form>
<h2>Faults that are on</h2><table><thead><tr><th>Fault</th><th>Strikes</th><th class="n">Left</th>
<th class="n">Struck</th></tr></thead><tbody id="faults"></tbody></table></section></main>
<section><h2>Orders of customers</h2><table><thead><tr><th class="n">No.</th><th>Customer</th><th>Instrument</th>
<th>Side</th><th>Type</th><th class="n">Quantity</th><th class="n">Price</th><th class="n">Filled</th>
<th>Status</th></tr></thead><tbody id="orders"></tbody></table></section>
<script>${SCRIPT}</script></body></html>`;
