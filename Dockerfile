# Nida in a container: docker compose up -d (compose.yaml), or this image alone with a volume at /data.
ARG NODE=24.20.0

FROM node:${NODE}-trixie AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# better-sqlite3 brings its binary, or compiles itself where it cannot: this image has what that takes.
RUN npm ci --include=dev
COPY . .
# What only building needs stays behind: tools, compilers and the sources of the pages. Whoever runs it may read what is
# left, however it was checked out.
RUN npm run build \
  && node scripts/slim.mjs \
  && rm -rf .next/cache .next/diagnostics app components \
  && chmod -R a+rX .

FROM node:${NODE}-trixie-slim
# pg_dump and pg_restore, for npm run backup and restore on PostgreSQL.
RUN apt-get update \
  && apt-get install -y --no-install-recommends postgresql-client-17 \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node -m 0700 /data
WORKDIR /app
# Nobody but root may change the program.
COPY --from=build /app ./
# npm run admin, backup and restore work here as well, where only /data and /tmp can be written.
ENV NODE_ENV=production DATA_DIR=/data PORT=3000 npm_config_cache=/tmp/npm
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node is the first process, so SIGTERM is its own: it drains and ends within ten seconds.
CMD ["node", "scripts/nida.mjs", "serve"]
