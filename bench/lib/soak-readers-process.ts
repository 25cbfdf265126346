/**
 * Plain readers of a web process's event stream, each over a connection of its own. Each looks whether
 * the places of messages only rise, and counts every notice of an order: who was told as many as were
 * published, in messages whose places rise, has no gap and nothing twice. Its parent asks for the counts.
 * Arguments: origin, cookie, how many.
 */
import { Agent, type IncomingMessage, request } from 'node:http';
import { parseTrackedId } from '@ultrathink/domain/engine';

export interface ReaderCounts {
  readonly open: number;
  readonly readers: readonly ReaderCount[];
  readonly cpuMs: number;
  /** Why lines ended, and how many of them. */
  readonly ends: Readonly<Record<string, number>>;
}

export interface ReaderCount {
  /** Notices of orders, and of them those that say an order's end. */
  readonly told: number;
  readonly ended: number;
  readonly messages: number;
  readonly beats: number;
  /** Times it heard that it has to read again. */
  readonly resyncs: number;
  /** Times a sequence was told again, and times it fell. */
  readonly repeated: number;
  readonly backwards: number;
  /** Times its line ended: it comes back where it stopped, as a browser does. */
  readonly broken: number;
}

const ORDER = '"topic":"trading.orders"';
const ENDS = ['Filled', 'Canceled', 'Expired', 'Rejected'].map((word) => `"ordStatus":"${word}"`);

/** By its text: fifty of them read all that is told, and are not what is measured. */
function timesIn(text: string, word: string): number {
  let times = 0;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length))
    times += 1;
  return times;
}

class Reader {
  isOpen = false;
  told = 0;
  ended = 0;
  messages = 0;
  beats = 0;
  resyncs = 0;
  repeated = 0;
  backwards = 0;
  broken = 0;
  /** What it was told last, if that was an end. */
  ending: string | null = null;
  /** The last place it has: what it comes back with. */
  place: string | null = null;
  #last = 0;
  #rest = '';
  #id = '';
  #data = '';
  #event = '';

  /** A line of its own: nothing is left of the one before. */
  begin(): void {
    this.#rest = '';
    this.#id = '';
    this.#data = '';
    this.#event = '';
  }

  take(bytes: string): void {
    const lines = (this.#rest + bytes).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (line === '') this.#whole();
    else if (line.startsWith('id:')) this.#id = line.slice(3).trim();
    else if (line.startsWith('data:')) this.#data += line.slice(5).trim();
    else if (line.startsWith('event:')) this.#event = line.slice(6).trim();
  }

  #whole(): void {
    const [id, data, event] = [this.#id, this.#data, this.#event];
    this.#id = '';
    this.#data = '';
    this.#event = '';
    if (event === 'serialized-error') {
      this.ending = `refused ${/"code":"(\w+)"/.exec(data)?.[1] ?? data.slice(0, 100)}`;
    }
    if (event !== '' || data === '') return;
    const isBeat = data.startsWith('{"kind":"Beat"');
    if (isBeat) this.beats += 1;
    else this.messages += 1;
    if (data.startsWith('{"kind":"Resync"')) this.resyncs += 1;
    if (id === '') return;
    const place = parseTrackedId(id);
    const sequence = place.ok ? place.value.sequence : 0;
    // A beat tells the place as well, and may tell it again.
    if (sequence === this.#last && !isBeat) this.repeated += 1;
    if (sequence < this.#last) this.backwards += 1;
    this.#last = sequence;
    this.place = id;
    this.told += timesIn(data, ORDER);
    for (const end of ENDS) this.ended += timesIn(data, end);
  }

  count(): ReaderCount {
    const { told, ended, messages, beats, resyncs, repeated, backwards, broken } = this;
    return { told, ended, messages, beats, resyncs, repeated, backwards, broken };
  }
}

const [origin = '', cookie = '', count = '0'] = process.argv.slice(2);
const AGAIN_MS = 500;
const ends: Record<string, number> = {};

function open(reader: Reader): void {
  const input = JSON.stringify({ topics: ['trading.orders'], since: reader.place });
  const url = `${origin}/api/trpc/live?input=${encodeURIComponent(input)}`;
  const headers = { cookie, origin, 'sec-fetch-site': 'same-origin', accept: 'text/event-stream' };
  const asked = request(url, { agent: new Agent({ keepAlive: false }), headers });
  let isLost = false;
  const lost = (why: string) => {
    if (isLost) return;
    isLost = true;
    const end = reader.ending ?? why;
    ends[end] = (ends[end] ?? 0) + 1;
    reader.ending = null;
    reader.broken += 1;
    reader.isOpen = false;
    reader.begin();
    setTimeout(() => open(reader), AGAIN_MS);
  };
  asked.on('response', (answer: IncomingMessage) => {
    reader.isOpen = answer.statusCode === 200;
    if (!reader.isOpen) reader.ending = `status ${answer.statusCode}`;
    answer.setEncoding('utf8');
    answer.on('data', (bytes: string) => reader.take(bytes));
    answer.on('error', ({ message }) => lost(message));
    answer.on('close', () => lost('closed'));
  });
  asked.on('error', ({ message }) => lost(message));
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
    ends,
  };
  process.send?.(found);
});
process.send?.('ready');
