import { initPluginTranslations } from '@grafana/i18n';
import { APP_ID } from '../data/plugin';

let ready: Promise<unknown> | undefined;

/** Scenes speak Grafana's language; their words must be there before the first of them renders. */
export const initScenes = (): Promise<unknown> =>
  (ready ??= initPluginTranslations(APP_ID).then(async () => {
    const { loadResources } = await import('@grafana/scenes');
    return initPluginTranslations(APP_ID, [loadResources]);
  }));
