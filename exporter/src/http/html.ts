const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

const rendered = (value: unknown): string => {
  if (Array.isArray(value)) {
    return value.map(rendered).join('');
  }
  if (typeof value === 'object' && value !== null && 'html' in value) {
    return String(value.html);
  }
  return String(value ?? '').replace(/[&<>"']/g, (character) => entities[character] as string);
};

/** A template whose values are escaped, unless they come from another such template. */
export const html = (texts: TemplateStringsArray, ...values: unknown[]): Html => ({
  html: texts.reduce((page, text, index) => page + rendered(values[index - 1]) + text),
});
