// As a whole: webpack keeps of it what is used, and warns of named exports of a JSON file.
import built from '../../../package.json';

/** The app's own version, from the build. */
export const pluginVersion: string = built.version;
