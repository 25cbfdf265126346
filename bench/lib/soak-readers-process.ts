/**
 * Plain readers of a web process's event stream, each over a connection of its own. Each looks whether
 * sequences only rise, and counts what it was told of orders. Its parent asks for the counts.
 * Arguments: origin, cookie, how many.
 */
import { Agent, type IncomingMessage, request } from 'node:http';
import { parseTrackedId } from '@ultrathink/domain/engine';

export interface ReaderCounts {
  readonly open: number;
  readonly readers: readonly ReaderCount[];
  readonly cpuMs: number;
}

export interface ReaderCount {
  /** Notices of orders, and of them those that say an order's end. */
  readonly told: number;
  readonly ended: number;
  readonly beats: number;
  /** Times it heard that it has to read again. */
  readonly resyncs: number;
  /** Times a sequence was told again, and times it fell. */
  readonly repeated: number;
  readonly backwards: number;
  /** Times its line ended: it comes back where it stopped, as a browser does. */
  readonly broken: number;
}

const ENDED = /"ordStatus":"(?:Filled|Canceled|Expired|Rejected)"/;

class Reader {
  isOpen = false;
  told = 0;
  ended = 0;
  beats = 0;
  resyncs = 0;
  repeated = 0;
  backwards = 0;
  broken = 0;
  /** The last place it has: what it comes back with. */
  place: string | null = null;
  #last = 0;
  #rest = '';
  #id = '';
  #data = '';

  /** A line of its own: nothing is left of the one before. */
  begin(): void {
    this.#rest = '';
    this.#id = '';
    this.#data = '';
  }

  take(bytes: string): void {
    const lines = (this.#rest + bytes).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (line === '') this.#event();
    else if (line.startsWith('id:')) this.#id = line.slice(3).trim();
    else if (line.startsWith('data:')) this.#data += line.slice(5).trim();
  }

  /** By its text: fifty of them read all that is told, and are not what is measured. */
  #event(): void {
    const [id, data] = [this.#id, this.#data];
    this.#id = '';
    this.#data = '';
    if (data.includes('"kind":"Beat"')) this.beats += 1;
    if (data.includes('"kind":"Resync"')) this.resyncs += 1;
    // A place alone follows each beat, so that a browser keeps it.
    if (id === '' || data === '') return;
    const place = parseTrackedId(id);
    const sequence = place.ok ? place.value.sequence : 0;
    if (sequence === this.#last) this.repeated += 1;
    if (sequence < this.#last) this.backwards += 1;
    if (sequence <= this.#last) return;
    this.#last = sequence;
    this.place = id;
    if (!data.includes('"topic":"trading.orders"')) return;
    this.told += 1;
    if (ENDED.test(data)) this.ended += 1;
  }

  count(): ReaderCount {
    const { told, ended, beats, resyncs, repeated, backwards, broken } = this;
    return { told, ended, beats, resyncs, repeated, backwards, broken };
  }
}

const [origin = '', cookie = '', count = '0'] = process.argv.slice(2);
const AGAIN_MS = 500;

function open(reader: Reader): void {
  const input = JSON.stringify({ topics: ['trading.orders'], since: reader.place });
  const url = `${origin}/api/trpc/live?input=${encodeURIComponent(input)}`;
  const headers = { cookie, origin, 'sec-fetch-site': 'same-origin', accept: 'text/event-stream' };
  const asked = request(url, { agent: new Agent({ keepAlive: false }), headers });
  let isLost = false;
  const lost = () => {
    if (isLost) return;
    isLost = true;
    reader.broken += 1;
    reader.isOpen = false;
    reader.begin();
    setTimeout(() => open(reader), AGAIN_MS);
  };
  asked.on('response', (answer: IncomingMessage) => {
    reader.isOpen = answer.statusCode === 200;
    answer.setEncoding('utf8');
    answer.on('data', (bytes: string) => reader.take(bytes));
    answer.on('close', lost);
  });
  asked.on('error', lost);
  asked.end();
}

const readers = Array.from({ length: Number(count) }, () => new Reader());
for (const reader of readers) open(reader);

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const found: ReaderCounts = {
    open: readers.filter(({ isOpen }) => isOpen).length,
    readers: readers.map((reader) => reader.count()),
    cpuMs: (user + system) / 1000,
  };
  process.send?.(found);
});
process.send?.('ready');
