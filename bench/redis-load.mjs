// Clients of a Redis Cluster that write and read back single keys without a pause, follow MOVED and ASK, and count both and everything else.
import { connect } from 'node:net';

/** One connection: commands go out in order, answers come back in order. Speaks as much of RESP as GET and SET need. */
export class Connection {
  #socket;
  #waiting = [];
  #rest = '';

  constructor(address, user, password) {
    const [host, port] = address.split(':');
    this.#socket = connect(Number(port), host).setNoDelay(true).setEncoding('latin1');
    this.#socket.on('data', (text) => this.#read(text));
    this.#socket.on('error', (error) => this.#waiting.splice(0).forEach(({ reject }) => reject(error)));
    this.#socket.on('close', () => this.#waiting.splice(0).forEach(({ reject }) => reject(new Error('closed'))));
    this.ask('AUTH', user, password).catch(() => {});
  }

  ask(...words) {
    this.#socket.write(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  close() {
    this.#socket.destroy();
  }

  #read(text) {
    this.#rest += text;
    for (;;) {
      const end = this.#rest.indexOf('\r\n');
      if (end < 0) return;
      const line = this.#rest.slice(0, end);
      let value = line.slice(1);
      let length = end + 2;
      if (line[0] === '$' && value !== '-1') {
        length += Number(value) + 2;
        if (this.#rest.length < length) return;
        value = this.#rest.slice(end + 2, length - 2);
      }
      this.#rest = this.#rest.slice(length);
      const { resolve, reject } = this.#waiting.shift();
      if (line[0] === '-') reject(new Error(value));
      else resolve(value);
    }
  }
}

/** The slot of a key without braces: CRC-16/XMODEM modulo 16384. */
export const slotOf = (key) => {
  let crc = 0;
  for (const byte of Buffer.from(key)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc % 16_384;
};

/** Starts so many clients, each with keys of its own; `met` counts what they meet, `stop` ends them and gives it back. */
export function startLoad(masters, clients, keys, user, password) {
  const met = { commands: 0, moved: 0, ask: 0, tryAgain: 0, errors: 0, wrong: 0, slowestMillis: 0 };
  const owners = Array.from({ length: 16_384 }, (_, slot) => masters.find(({ slots }) => slots.some(({ first, last }) => first <= slot && slot <= last)).name);
  let running = true;

  async function client(number) {
    const connections = {};
    const at = (address) => (connections[address] ??= new Connection(address, user, password));
    async function send(slot, ...words) {
      let connection = at(owners[slot]);
      for (let asking = false; ; ) {
        try {
          const first = asking ? connection.ask('ASKING') : Promise.resolve();
          const answer = connection.ask(...words);
          await first;
          return await answer;
        } catch (error) {
          const [kind, , address] = error.message.split(' ');
          asking = kind === 'ASK';
          if (kind === 'MOVED') {
            met.moved++;
            connection = at((owners[slot] = address));
          } else if (asking) {
            met.ask++;
            connection = at(address);
          } else if (kind === 'TRYAGAIN') met.tryAgain++;
          else {
            met.errors++;
            return undefined;
          }
        }
      }
    }
    for (let turn = 0; running; turn++) {
      const key = `load:${number}:${turn % keys}`;
      const slot = slotOf(key);
      const began = performance.now();
      const written = await send(slot, 'SET', key, String(turn));
      const read = await send(slot, 'GET', key);
      if (written === 'OK' && read !== undefined && read !== String(turn)) met.wrong++;
      met.commands += 2;
      met.slowestMillis = Math.max(met.slowestMillis, Math.round(performance.now() - began));
    }
    Object.values(connections).forEach((connection) => connection.close());
  }

  const all = Array.from({ length: clients }, (_, number) => client(number));
  return {
    met,
    async stop() {
      running = false;
      await Promise.all(all);
      return met;
    },
  };
}
