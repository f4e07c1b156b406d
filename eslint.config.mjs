import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import baseConfig from './.config/eslint.config.mjs';

const node = ['contract/**/*.ts', 'exporter/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', 'tests/**/*.ts'];

export default defineConfig([
  { ignores: ['**/node_modules/', '**/dist/', '**/artifacts/', 'coverage/', 'test-results/', 'playwright-report/', '.config/', 'data/'] },
  ...baseConfig,
  {
    files: node,
    languageOptions: { parser: tseslint.parser },
    plugins: { ts: tseslint.plugin },
    rules: {
      'ts/no-explicit-any': 'error',
      'ts/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }],
      'ts/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      'react-hooks/rules-of-hooks': 'off',
    },
  },
  {
    // A zod schema and its type share one name; the compiler knows the two apart.
    files: ['**/*.{ts,tsx}'],
    rules: { 'no-redeclare': 'off' },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.*', 'src/test/**'],
    rules: {
      'no-alert': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'Literal[value=/^#[0-9a-fA-F]{3,8}$/]', message: 'Take colours from the theme: useTheme2() or useStyles2().' },
      ],
    },
  },
  {
    files: ['exporter/**/*.ts', 'contract/**/*.ts', 'src/**/*.{ts,tsx}', 'bench/**/*.ts', 'scripts/**/*.ts', 'tests/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    files: ['exporter/src/**/*.ts'],
    ignores: ['exporter/src/config.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Only config.ts reads the environment; take settings as an argument.' }],
    },
  },
]);
