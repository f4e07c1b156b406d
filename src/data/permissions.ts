import { config } from '@grafana/runtime';
import { APP_ID } from './plugin';

export type Permission = 'view' | 'operate' | 'admin';

const actions: Record<Permission, string> = {
  view: `${APP_ID}.servers:read`,
  operate: `${APP_ID}.servers:operate`,
  admin: `${APP_ID}.servers:admin`,
};

/** Whether the person may do it. Only decides what is shown: Grafana's routes and the exporter enforce it. */
export function can(permission: Permission): boolean {
  return config.bootData?.user?.permissions?.[actions[permission]] === true;
}
