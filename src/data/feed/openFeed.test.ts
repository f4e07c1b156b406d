import { feedOpener } from './openFeed';
import type { Socket } from './socket';

function doors() {
  const opened: Array<{ kind: string; socket: Socket }> = [];
  const door = (kind: string) => () => {
    const socket: Socket = { send: () => undefined, close: () => undefined, onopen: null, onmessage: null, onclose: null };
    opened.push({ kind, socket });
    return socket;
  };
  return { opened, open: feedOpener({ webSocket: door('ws'), ndjson: door('lines') }) };
}

describe('the way to the feed', () => {
  it('is lines after two sockets that nobody answered, then a socket once more', () => {
    const { opened, open } = doors();
    const attempt = (hears: boolean) => {
      open();
      const { socket } = opened.at(-1) ?? {};
      if (hears) {
        socket?.onmessage?.({ data: '{}' });
      }
      socket?.onclose?.();
    };
    [false, false, true, false, true].forEach(attempt);
    expect(opened.map(({ kind }) => kind)).toEqual(['ws', 'ws', 'lines', 'ws', 'lines']);
  });

  it('stays a socket when one was heard before it broke', () => {
    const { opened, open } = doors();
    [true, false, true, false, true].forEach((hears) => {
      open();
      const { socket } = opened.at(-1) ?? {};
      if (hears) {
        socket?.onmessage?.({ data: '{}' });
      }
      socket?.onclose?.();
    });
    expect(opened.map(({ kind }) => kind)).toEqual(['ws', 'ws', 'ws', 'ws', 'ws']);
  });
});
