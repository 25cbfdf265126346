/**
 * Stands between an adapter and the simulator and keeps what was sent, as bytes: what an adapter says of
 * itself is no proof. It may also answer in the venue's place, with whatever a test wants.
 */
import { createConnection, createServer, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  /** All that clients have sent since the last `forget`. */
  sent(): string;
  forget(): void;
  /** The next request that contains this text does not arrive; this is its answer. */
  answerNext(text: string, answer: CannedAnswer): void;
  /** Every stream that is open is told this, as if the venue had said it. */
  sayOnStreams(text: string): void;
  close(): Promise<void>;
}

export interface CannedAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType?: string;
  /** Written again and again until the other side has had enough. */
  readonly isEndless?: boolean;
}

/** Enough of what was sent for any one case. */
const KEPT_MOST = 1_000_000;

export async function startRelay(to: number): Promise<Relay> {
  let sent = '';
  let canned: { readonly text: string; readonly answer: CannedAnswer } | null = null;
  const sockets = new Set<Socket>();
  const streams = new Set<Socket>();
  const server = createServer((client) => {
    const venue = createConnection(to, '127.0.0.1');
    for (const socket of [client, venue]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      // Broken connections are what cases are about; both ends learn of them by `close`.
      socket.on('error', () => undefined);
    }
    client.on('data', (bytes) => {
      const text = bytes.toString('latin1');
      sent = (sent + text).slice(-KEPT_MOST);
      if (/^upgrade: websocket\r$/im.test(text)) streams.add(client);
      if (canned !== null && text.includes(canned.text)) {
        answerWith(client, canned.answer);
        canned = null;
      } else venue.write(bytes);
    });
    venue.pipe(client);
    client.on('close', () => {
      streams.delete(client);
      venue.destroy();
    });
    venue.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    sent: () => sent,
    forget: () => {
      sent = '';
    },
    answerNext(text, answer) {
      canned = { text, answer };
    },
    sayOnStreams(text) {
      for (const stream of streams) stream.write(frameOf(text));
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const TEXT_FRAME = 0x81;
const TWO_BYTES = 126;

/** A whole text message of up to 64 KiB, as a server sends it (RFC 6455, section 5.2). */
function frameOf(text: string): Buffer {
  const body = Buffer.from(text);
  const { length } = body;
  const head =
    length < TWO_BYTES
      ? Buffer.from([TEXT_FRAME, length])
      : Buffer.from([TEXT_FRAME, TWO_BYTES, length >> 8, length & 0xff]);
  return Buffer.concat([head, body]);
}

function answerWith(client: Socket, { status, body, contentType, isEndless }: CannedAnswer): void {
  const length = isEndless === true ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  const type = `content-type: ${contentType ?? 'application/json'}\r\n`;
  client.write(`HTTP/1.1 ${status} Canned\r\n${type}${length}connection: close\r\n\r\n${body}`);
  if (isEndless !== true) {
    client.end();
    return;
  }
  const more = () => {
    while (!client.destroyed && client.write(body)) {
      // As much as goes at once.
    }
  };
  client.on('drain', more);
  more();
}
