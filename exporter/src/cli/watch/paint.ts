import { plain } from '../table.ts';

/** How text is coloured; without colours each is the text itself. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  /** Green, yellow or red by how full something is, in percent. */
  level(percent: number | null, text: string): string;
  bad(text: string): string;
}

const sgr = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const same = (text: string): string => text;

export const colours: Paint = {
  bold: sgr(1),
  dim: sgr(2),
  level: (percent, text) => (percent === null ? sgr(2)(text) : sgr(percent >= 90 ? 31 : percent >= 75 ? 33 : 32)(text)),
  bad: sgr(31),
};
export const noColours: Paint = { bold: same, dim: same, level: (_, text) => text, bad: same };

/** One cell: cut or filled to its width, then coloured. What a server told holds no escape sequences. */
export interface Cell {
  text: string;
  paint?: ((text: string) => string) | undefined;
}

export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const clean = plain(text);
  const cut = clean.length > width ? `${clean.slice(0, Math.max(0, width - 1))}…` : clean;
  return align === 'right' ? cut.padStart(width) : cut.padEnd(width);
}
