import { getBackendSrv } from '@grafana/runtime';

const name = 'shellwatch-exporter';
const folderTitle = 'Shellwatch';
const quiet = { showErrorAlert: false, showSuccessAlert: false };

interface Folder {
  uid: string;
  title: string;
}
interface Account {
  id: number;
  name: string;
}

/** The folder of the shipped rules; its uid is another in every Grafana. */
async function ruleFolder(): Promise<string> {
  const folders = await getBackendSrv().get<Folder[]>('/api/folders', { limit: 1000 }, undefined, quiet);
  const found = folders.find(({ title }) => title === folderTitle);
  if (found === undefined) {
    throw new Error(`There is no folder ${folderTitle}: provision the alert rules first.`);
  }
  return found.uid;
}

/**
 * Makes the account the exporter silences and compares with, and gives its token: role None, and Edit on the folder of the rules alone.
 * An account of this name from before gets another token.
 */
export async function makeGrafanaAccount(): Promise<string> {
  const backend = getBackendSrv();
  const folder = await ruleFolder();
  const { serviceAccounts } = await backend.get<{ serviceAccounts: Account[] }>('/api/serviceaccounts/search', { query: name }, undefined, quiet);
  const account = serviceAccounts.find((one) => one.name === name) ?? (await backend.post<Account>('/api/serviceaccounts', { name, role: 'None' }, quiet));
  await backend.post(`/api/access-control/folders/${folder}/users/${account.id}`, { permission: 'Edit' }, quiet);
  const token = await backend.post<{ key: string }>(`/api/serviceaccounts/${account.id}/tokens`, { name: `exporter ${new Date().toISOString()}` }, quiet);
  return token.key;
}
