# Production image: no development dependency, hence no Playground, no test tools, no bundled Node.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force

FROM node:24-slim
ENV MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=16384
ENV NODE_ENV=production \
    PORT=3978 \
    GUICHET_DATA=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY . .
# The code stays root's and is only read; /data alone is written, so the root file system may be mounted read-only.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz', { signal: AbortSignal.timeout(4000) }).then((response) => process.exit(response.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1 and receives SIGTERM: npm would stand in between.
CMD ["node", "start.mjs"]
