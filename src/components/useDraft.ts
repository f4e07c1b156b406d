import { useState } from 'react';

/** A field that is sent later: what was typed, until the value changes from elsewhere. */
export function useDraft(value: string): [string, (draft: string) => void] {
  const [state, setState] = useState({ value, draft: value });
  if (state.value !== value) {
    setState({ value, draft: value });
  }
  return [state.draft, (draft) => setState({ value, draft })];
}
