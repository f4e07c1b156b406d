import type { Server } from '../../../contract/server.ts';

/** The form's fields: flat and textual, as inputs hold them. */
export interface ServerForm {
  name: string;
  host: string;
  port: string;
  username: string;
  authType: 'key' | 'password' | 'keyboard-interactive' | 'agent';
  /** An edit keeps the stored credential until the person says otherwise. */
  keepAuth: boolean;
  privateKey: string;
  passphrase: string;
  certificate: string;
  password: string;
  socket: string;
  tags: Array<{ key: string; value: string }>;
  jump: string;
  interval: string;
  hostKeyPolicy: 'strict' | 'trust-first';
  enabled: boolean;
  notes: string;
}

export const emptyForm: ServerForm = {
  name: '', host: '', port: '22', username: '', authType: 'key', keepAuth: false, privateKey: '', passphrase: '', certificate: '', password: '', socket: '',
  tags: [], jump: '', interval: '', hostKeyPolicy: 'strict', enabled: true, notes: '',
};

export const formOf = (server: Server): ServerForm => ({
  ...emptyForm,
  name: server.name,
  host: server.host,
  port: String(server.port),
  username: server.username,
  authType: server.auth.type,
  keepAuth: true,
  tags: Object.entries(server.tags).map(([key, value]) => ({ key, value })),
  jump: server.jump ?? '',
  interval: server.interval ?? '',
  hostKeyPolicy: server.hostKeyPolicy,
  enabled: server.enabled,
  notes: server.notes,
});

const optional = (text: string) => (text.trim() === '' ? undefined : text);

/** A key without its last line break is no key to OpenSSH's parser, and pasting loses it often. */
const keyText = (text: string) => (text.trim() === '' ? '' : `${text.trim()}\n`);

function authOf(form: ServerForm): unknown {
  switch (form.authType) {
    case 'key':
      return { type: 'key', privateKey: keyText(form.privateKey), passphrase: optional(form.passphrase), certificate: optional(form.certificate.trim()) };
    case 'agent':
      return { type: 'agent', socket: optional(form.socket.trim()) };
    default:
      return { type: form.authType, password: form.password };
  }
}

/** The request body the form stands for, not yet checked: the contract's schema does that. */
export function bodyOf(form: ServerForm): Record<string, unknown> {
  return {
    name: form.name.trim(),
    host: form.host.trim(),
    port: Number(form.port),
    username: form.username.trim(),
    tags: Object.fromEntries(form.tags.filter(({ key, value }) => key.trim() !== '' || value.trim() !== '').map(({ key, value }) => [key.trim(), value.trim()])),
    jump: form.jump === '' ? null : form.jump,
    interval: form.interval.trim() === '' ? null : form.interval.trim(),
    hostKeyPolicy: form.hostKeyPolicy,
    enabled: form.enabled,
    notes: form.notes,
    ...(form.keepAuth ? {} : { auth: authOf(form) }),
  };
}
