/**
 * Files the exporter finds beside its own code, from the folder of this file. The service runs from a bundle in
 * `exporter/dist`, which scripts/bundleExporter.ts makes: all of it lies in one folder there, threads as JavaScript.
 */
export const ownFiles = {
  keyThread: 'ssh/keyWorker.ts',
  outputThread: 'fleet/commands/outputThread.ts',
  openapiExamples: '../../contract/openapi/examples.json',
  package: '../package.json',
} as const;

/** The name of such a file in the bundle. */
export const bundledName = (file: string): string => file.replace(/^.*\//, '').replace(/\.ts$/, '.js');

const isBundle = !import.meta.url.endsWith('/src/ownFiles.ts');

export function ownFile(name: keyof typeof ownFiles): URL {
  const file = ownFiles[name];
  return new URL(isBundle ? bundledName(file) : file, import.meta.url);
}
