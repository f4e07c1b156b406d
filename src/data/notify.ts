import { AppEvents } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import type { ApiError } from '../../contract/client.ts';
import { toApiError } from './apiError';

/** Toasts, all through here; one topic is told at most once in this time, or a dying bastion would bury the page. */
const quietMs = 10_000;
const told = new Map<string, number>();

function tell(event: typeof AppEvents.alertError, topic: string, title: string, text?: string) {
  const now = Date.now();
  if (now - (told.get(topic) ?? -Infinity) < quietMs) {
    return;
  }
  told.set(topic, now);
  getAppEvents().publish({ type: event.name, payload: text === undefined ? [title] : [title, text] });
}

export const notify = {
  success: (title: string, text?: string) => tell(AppEvents.alertSuccess, `success ${title} ${text ?? ''}`, title, text),
  warning: (topic: string, title: string, text?: string) => tell(AppEvents.alertWarning, topic, title, text),
  error: (title: string, error: unknown) => {
    const { message, code }: ApiError = toApiError(error);
    tell(AppEvents.alertError, `error ${title} ${code}`, title, `${message} (${code})`);
  },
};
