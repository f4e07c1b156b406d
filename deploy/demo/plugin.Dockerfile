# Builds the Grafana app, and hands it to a volume that Grafana reads; a clone needs nothing but Docker.
# The build context is the repository's root.
FROM node:24-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY exporter/package.json exporter/
RUN npm install --no-save --no-audit --no-fund --ignore-scripts
COPY .config .config
COPY tsconfig.json webpack.config.ts plugin.json README.md CHANGELOG.md LICENSE ./
COPY docs/img docs/img
COPY contract contract
COPY src src
RUN npm run -s build

FROM busybox:1.37
COPY --from=build /app/dist /dist
# What an older build left is taken away, so that Grafana never loads a mixture.
CMD ["sh", "-c", "rm -rf /plugin/* && cp -R /dist/. /plugin/"]
