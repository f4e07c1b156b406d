import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import scaffold, { type Env } from './.config/webpack/webpack.config.ts';

/** The scaffold's configuration, and what it does not know: the logos of nested plugins. */
export default async (env: Env): Promise<Configuration> => {
  const base = await scaffold(env);
  return {
    ...base,
    plugins: [
      ...(base.plugins ?? []),
      new CopyWebpackPlugin({ patterns: [{ from: '{datasource,panels/*}/img/*', to: '.', noErrorOnMissing: true }] }),
    ],
  };
};
