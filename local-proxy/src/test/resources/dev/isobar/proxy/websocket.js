// What a WebSocket through the proxy must carry, between the server and the client of the package ws.
// node websocket.js serve: echoes; prints its port. node websocket.js ask PORT: exits with 0 where all is well.
'use strict';
const { WebSocket, WebSocketServer } = require('ws');
const assert = require('node:assert');
const { once } = require('node:events');

const MOST = 16 * 1024 * 1024;

function serve() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 2 * MOST, perMessageDeflate: true });
  server.on('connection', (socket, request) => {
    assert.strictEqual(request.headers['x-forwarded-for'], '127.0.0.1');
    socket.on('message', (data, isBinary) => {
      if (!isBinary && data.toString().startsWith('close ')) {
        socket.close(Number(data.toString().split(' ')[1]), 'as you wish');
      } else {
        socket.send(data, { binary: isBinary });
      }
    });
    socket.on('error', () => {});
  });
  server.on('listening', () => console.log(server.address().port));
}

async function open(port, options) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/chat?x=y`, ['chat'], { maxPayload: 2 * MOST, ...options });
  await once(socket, 'open');
  return socket;
}

async function echoes(socket, data, options) {
  socket.send(data, options);
  const [answer, isBinary] = await once(socket, 'message');
  assert.strictEqual(isBinary, Buffer.isBuffer(data));
  assert.ok(Buffer.from(data).equals(answer), `${data.length} octets come back as they were`);
}

async function ask(port) {
  for (const perMessageDeflate of [false, { threshold: 0 }]) {
    const socket = await open(port, { perMessageDeflate });
    for (const size of [0, 1, 125, 126, 65535, 65536, 1 << 20, MOST]) {
      await echoes(socket, Buffer.alloc(size, size % 251));
      await echoes(socket, 'ä'.repeat(size / 2));
    }
    for (const part of ['one ', 'two ', '']) {
      socket.send(part, { fin: false });
    }
    await fragments(socket);
    for (const payload of ['', 'ping', 'x'.repeat(125)]) {
      socket.ping(payload);
      const [answer] = await once(socket, 'pong');
      assert.strictEqual(answer.toString(), payload);
    }
    // Many at a time, in their order.
    const count = 2000;
    let next = 0;
    const all = new Promise((done, fail) => socket.on('message', (data) => {
      if (data.toString() !== String(next)) fail(new Error(`${data} came for ${next}`));
      if (++next === count) done();
    }));
    for (let i = 0; i < count; i++) socket.send(String(i));
    await all;
    socket.close(1000, 'done');
    const [code, reason] = await once(socket, 'close');
    assert.deepStrictEqual([code, reason.toString()], [1000, 'done']);
  }
  for (const code of [1000, 1001, 1011, 3000, 4999]) {
    const socket = await open(port, {});
    socket.send(`close ${code}`);
    const [told, reason] = await once(socket, 'close');
    assert.deepStrictEqual([told, reason.toString()], [code, 'as you wish']);
  }
  const cut = await open(port, {});
  cut.terminate();
  const [code] = await once(cut, 'close');
  assert.strictEqual(code, 1006);
}

async function fragments(socket) {
  socket.send('three', { fin: true });
  const [answer, isBinary] = await once(socket, 'message');
  assert.deepStrictEqual([answer.toString(), isBinary], ['one two three', false]);
}

if (process.argv[2] === 'serve') {
  serve();
} else {
  ask(Number(process.argv[3])).then(() => process.exit(0), (failure) => {
    console.error(failure);
    process.exit(1);
  });
}
