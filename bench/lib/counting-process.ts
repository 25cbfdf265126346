/** Takes whatever comes on a local port and counts the bytes; says the count when it is asked. */
import { type AddressInfo, createServer } from 'node:net';

let bytes = 0;
const server = createServer((socket) => {
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ kind: 'Ready', port: (server.address() as AddressInfo).port });
});
process.on('message', () => process.send?.({ kind: 'Counted', bytes }));
process.once('disconnect', () => process.exit());
