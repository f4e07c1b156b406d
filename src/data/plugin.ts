export const APP_ID = 'shellwatch-fleet-app';
export const DATASOURCE_ID = 'shellwatch-fleet-datasource';
export const APP_ROOT = `/a/${APP_ID}`;
