/** The lines of a text that are not blank. */
export const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** The words of a line, as Fields of awk(1). */
export const words = (line: string): string[] => {
  const trimmed = line.trim();
  return trimmed === '' ? [] : trimmed.split(/\s+/);
};
