/** A secret text inside a closure: printing, logging or serialising the object shows nothing. */
export interface Secret {
  reveal(): string;
}

export const secret = (text: string): Secret => ({ reveal: () => text });
