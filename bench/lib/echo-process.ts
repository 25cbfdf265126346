/**
 * The least an answer from another process can take: a WebSocket over a unix socket that sends
 * every frame back. `node echo-process.ts <path>`; says "open" when it is.
 */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const [path = ''] = process.argv.slice(2);
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
server.listen(path, () => process.stdout.write('open\n'));
process.once('disconnect', () => process.exit());
