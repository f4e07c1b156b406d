import type { AnyAuthMethod, AuthHandlerMiddleware, AuthenticationType, Client, Prompt } from 'ssh2';
import { loginWithCertificate } from './certificateLogin.ts';
import type { LoginPlan } from './loginPlan.ts';
import { wipeKey } from './ssh2Internals.ts';

/** A server that goes on asking is answered so many times. */
const mostPrompts = 8;

export interface Login {
  /** Given to ssh2: chooses the next method whenever the server wants one. */
  handler: AuthHandlerMiddleware;
  /** The login is over: nothing may go on holding its secret. */
  forget(): void;
  /** In a person's words, what was refused and what the server would take. */
  refusal(): string;
}

/**
 * One method is tried, once: a second try of the same secret brings nothing but a ban.
 * The first request is `none` (RFC 4252, 5.2), which sends no secret and makes the server name the methods it takes.
 */
export function createLogin(username: string, credential: LoginPlan, clientOf: () => Client): Login {
  let [plan, client]: [plan?: LoginPlan, client?: () => Client] = [credential, clientOf];
  const tried: string[] = [];
  let offered: readonly string[] = [];
  let needsMore = false;

  const next = (): AnyAuthMethod | 'sent' | false => {
    const method = plan && wanted(plan).find((one) => offered.includes(one));
    if (plan === undefined || client === undefined || method === undefined || tried.length > 0) {
      return false;
    }
    tried.push(method);
    switch (plan.method) {
      case 'key':
        return { type: 'publickey', username, key: plan.key } as unknown as AnyAuthMethod;
      case 'certificate':
        loginWithCertificate(client(), username, plan.key, plan.certificate);
        return 'sent';
      case 'agent':
        return { type: 'agent', username, agent: plan.agent };
      case 'password':
        return method === 'password'
          ? { type: 'password', username, password: plan.password }
          : { type: 'keyboard-interactive', username, prompt: answer(plan.password) };
    }
  };

  return {
    handler(left: AuthenticationType[] | null, partial: boolean | null, use) {
      if (left === null) {
        return use({ type: 'none', username });
      }
      offered = left;
      needsMore = partial === true;
      const method = next();
      if (method !== 'sent') {
        use(method as AnyAuthMethod);
      }
    },
    forget() {
      if (plan !== undefined && 'key' in plan) {
        // ssh2 holds it as long as the connection lasts.
        wipeKey(plan.key);
      }
      // So does it with the handler, and whatever that can see.
      plan = client = undefined;
    },
    refusal() {
      const methods = offered.join(', ') || 'nothing';
      if (tried.length === 0) {
        return `${username}: the server takes ${methods}; this credential is none of them`;
      }
      return needsMore
        ? `${username}: ${tried.join(', ')} was accepted, but the server also asks for ${methods}`
        : `${username}: ${plan?.method === 'certificate' ? 'the certificate' : tried.join(', ')} was refused; the server takes ${methods}`;
    },
  };
}

/** Methods that carry out a plan, the preferred one first; the other only where the server does not offer that. */
function wanted(plan: LoginPlan): readonly string[] {
  if (plan.method !== 'password') {
    return ['publickey'];
  }
  return plan.prefer === 'password' ? ['password', 'keyboard-interactive'] : ['keyboard-interactive', 'password'];
}

/** Answers every hidden prompt with the password, and visible ones with nothing. */
function answer(password: string): (...args: [string, string, string, Prompt[], (answers: string[]) => void]) => void {
  let rounds = 0;
  return (_name, _instructions, _language, prompts, finish) => {
    rounds += 1;
    finish(prompts.map((prompt) => (prompt.echo === true || rounds > mostPrompts ? '' : password)));
  };
}
