import type { PanelData } from '@grafana/data';

/** Why a query failed. Of a request that failed as a whole Grafana fills the older of two fields alone (runRequest.ts of 12.3). */
// eslint-disable-next-line @typescript-eslint/no-deprecated
export const queryError = ({ errors, error }: PanelData): string | undefined => (errors?.[0] ?? error)?.message;
