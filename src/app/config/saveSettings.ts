import { lastValueFrom } from 'rxjs';
import { getBackendSrv } from '@grafana/runtime';
import { APP_ID } from '../../data/plugin';
import type { AppSettings } from '../../data/settings';
import { changes } from './recentChanges';

/** Saves the app's settings, then loads the page again: Grafana keeps a plugin's settings in memory until then. */
export async function saveSettings(jsonData: AppSettings, apiToken: string | undefined, words: string[]): Promise<void> {
  await lastValueFrom(
    getBackendSrv().fetch({
      url: `/api/plugins/${APP_ID}/settings`,
      method: 'POST',
      showSuccessAlert: false,
      showErrorAlert: false,
      data: { enabled: true, pinned: true, jsonData, ...(apiToken === undefined ? {} : { secureJsonData: { apiToken } }) },
    })
  );
  changes.tell(words);
  window.location.reload();
}
