// Two projects: the plugin in jsdom, exporter and contract as real ESM in Node.
process.env.TZ = 'UTC';

const plugin = require('./.config/jest.config');
const swc = [
  '@swc/jest',
  { sourceMaps: 'inline', jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2022' } },
];

module.exports = {
  reporters: ['default', '<rootDir>/scripts/countReporter.cjs'],
  testTimeout: 60_000,
  projects: [
    {
      ...plugin,
      displayName: 'plugin',
      rootDir: __dirname,
      testEnvironment: 'jest-fixed-jsdom',
      testEnvironmentOptions: { customExportConditions: [''] },
      setupFilesAfterEnv: ['<rootDir>/jest-setup.js'],
    },
    {
      displayName: 'exporter',
      rootDir: __dirname,
      testEnvironment: 'node',
      roots: ['<rootDir>/exporter', '<rootDir>/contract', '<rootDir>/scripts'],
      testMatch: ['**/*.test.ts'],
      extensionsToTreatAsEsm: ['.ts'],
      transform: { '^.+\\.tsx?$': swc },
      testTimeout: 60_000,
      globalSetup: '<rootDir>/exporter/test/testRun.cjs',
    },
  ],
};
