import { version } from '../../../package.json';

/** The app's own version, from the build. */
export const pluginVersion: string = version;
