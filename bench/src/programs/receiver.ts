// Where a carrier's callbacks go when nobody is to do anything with them: it counts, and answers 204.
import { createServer } from 'node:http';
import { answerOrders } from '../kit/side.ts';
import { receiverOrder } from './receiver-order.ts';

let received = 0;
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    received += 1;
    response.writeHead(204).end();
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  answerOrders(receiverOrder, ({ reset }) => {
    if (reset) received = 0;
    const address = server.address();
    return { port: typeof address === 'object' && address !== null ? address.port : 0, received };
  });
});
