/** One message of a stream of server-sent events. */
export interface Message {
  /** The name of what it is; `message` when the server names nothing. */
  readonly event: string;
  readonly data: string;
}

const LINE_END = /\r\n|\n|\r(?!$)/;

/** The messages in a text that comes in pieces, as the HTML standard reads them. Comments and unfinished messages are left out. */
export async function* messages(pieces: AsyncIterable<string>): AsyncGenerator<Message, void> {
  let rest = '';
  let event = '';
  let data: string[] = [];
  for await (const piece of pieces) {
    const lines = (rest + piece).split(LINE_END);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { event: event || 'message', data: data.join('\n') };
        event = '';
        data = [];
        continue;
      }
      const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (field === 'event') event = value;
      if (field === 'data') data.push(value);
    }
  }
}
