import type { ReadStream, WriteStream } from 'node:tty';

/** The alternate screen without a cursor; 2026 keeps half-drawn frames from being shown, where a terminal knows it. */
const enter = '\u001b[?1049h\u001b[?25l\u001b[2J';
const leave = '\u001b[?25h\u001b[?1049l';
const home = '\u001b[?2026h\u001b[H';
const clearLine = '\u001b[K';
const clearRest = '\u001b[J\u001b[?2026l';

export interface Screen {
  readonly width: number;
  readonly height: number;
  /** Paints lines over what was there, without flicker; what does not fit is left out. */
  draw(lines: readonly string[]): void;
  close(): void;
}

export interface ScreenEvents {
  key: (key: string) => void;
  resized: () => void;
}

/** Takes the terminal over, and gives it back as it was, however the process ends. */
export function openScreen(input: ReadStream, output: WriteStream, events: ScreenEvents): Screen {
  let open = true;
  const close = (): void => {
    if (open) {
      open = false;
      process.off('exit', close);
      output.off('resize', onResize);
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      output.write(leave);
    }
  };
  const onResize = (): void => {
    output.write('\u001b[2J');
    events.resized();
  };
  const onData = (data: Buffer): void => events.key(data.toString('latin1'));
  process.on('exit', close);
  output.on('resize', onResize);
  input.setRawMode(true);
  input.resume();
  input.on('data', onData);
  output.write(enter);
  return {
    get width() {
      return output.columns;
    },
    get height() {
      return output.rows;
    },
    draw(lines) {
      if (open) {
        output.write(
          `${home}${lines
            .slice(0, output.rows)
            .map((line) => `${line}${clearLine}`)
            .join('\r\n')}${clearRest}`
        );
      }
    },
    close,
  };
}
