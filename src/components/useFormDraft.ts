import { useState } from 'react';

/** What is being edited, and whether it differs from what the editor was opened with; a draft is plain data. */
export function useFormDraft<Draft>(initial: () => Draft) {
  const [opened] = useState(initial);
  const [draft, setDraft] = useState(opened);
  return { draft, setDraft, dirty: JSON.stringify(draft) !== JSON.stringify(opened) };
}
