# Answers reads and streams them live. Build at the root: docker build -f docker/query-api.Dockerfile .
FROM node:26.10.0-bookworm-slim AS pnpm
WORKDIR /gavel
ENV CI=true
RUN npm install --global --no-fund --no-audit pnpm@12.21.0

# What this service stands on, and nothing else: first the manifests, so that code alone never installs anew.
FROM pnpm AS pruned
COPY . .
RUN pnpm dlx turbo@2.11.11 prune @gavel/query-api --docker --production

FROM pnpm AS built
COPY --from=pruned /gavel/out/json/ ./
RUN pnpm install --frozen-lockfile --filter @gavel/query-api
COPY --from=pruned /gavel/out/full/ ./
COPY tsconfig.base.json ./
RUN pnpm --filter @gavel/query-api generate

# Types and maps are not run, and Prisma brings a compiler of queries for each kind of database, twice.
FROM pnpm AS modules
COPY --from=pruned /gavel/out/json/ ./
RUN pnpm install --frozen-lockfile --prod --filter '@gavel/query-api...' \
  && find node_modules \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.[cm]ts' \) -delete \
  && find node_modules -name 'query_compiler_*' ! -name '*.postgresql.*' -delete

# Node does not strip types under node_modules: hence the workspace's layout, and no `pnpm deploy`.
FROM node:26.10.0-bookworm-slim
ENV NODE_ENV=production GAVEL_ENV=prod
WORKDIR /gavel
COPY --from=modules /gavel/ ./
COPY --from=pruned /gavel/out/full/ ./
COPY --from=built /gavel/apps/query-api/src/generated/ ./apps/query-api/src/generated/
COPY docker/health.ts ./
WORKDIR /gavel/apps/query-api
# Nothing of the image is his: he reads and runs it.
USER 1000:1000
EXPOSE 4002 4102
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --start-interval=1s --retries=3 CMD ["node", "../../health.ts", "4102"]
CMD ["node", "src/main.ts", "--env", "prod"]
