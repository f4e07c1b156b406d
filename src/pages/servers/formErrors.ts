import type { FieldErrors } from 'react-hook-form';
import type { z } from 'zod';
import type { ServerForm } from './serverForm';

const authFields = ['privateKey', 'passphrase', 'certificate', 'password', 'socket'] as const;
const needed: Partial<Record<keyof ServerForm, string>> = {
  name: 'Enter a name.',
  host: 'Enter the address.',
  username: 'Enter the user to log in as.',
  privateKey: 'Paste a private key, or generate one.',
  password: 'Enter the password.',
};

/** Which field of the form an issue belongs to. */
function fieldOf(path: readonly PropertyKey[]): keyof ServerForm {
  const [first, second] = path.map(String);
  if (first === 'auth') {
    return authFields.find((field) => field === second) ?? 'authType';
  }
  return (first ?? 'name') as keyof ServerForm;
}

/** The contract's rules, each at its field in the form; the first one of a field is enough. */
export function formErrors(form: ServerForm, issues: readonly z.core.$ZodIssue[]): FieldErrors<ServerForm> {
  const found: Record<string, { type: string; message: string }> = {};
  for (const issue of issues) {
    const field = fieldOf(issue.path);
    const value = form[field];
    const words = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
    const message = value === '' && needed[field] !== undefined ? needed[field] : sentence(field === 'tags' ? `${String(issue.path[1] ?? '')}: ${words}` : words);
    found[field] ??= { type: issue.code, message };
  }
  return found as FieldErrors<ServerForm>;
}

const sentence = (text: string) => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};
