FROM node:26-slim
WORKDIR /app

COPY package.json package-lock.json .npmrc ./
# The image brings its own Node, so the bundled one goes, in the same layer (node-fetch is a library and stays).
RUN npm ci --omit=dev --cache .npm-cache \
  && rm -rf node_modules/node-linux-* node_modules/.bin/node .npm-cache

COPY config config
COPY src src
RUN mkdir data && chown node:node data

USER node
VOLUME /app/data
STOPSIGNAL SIGTERM
HEALTHCHECK --start-period=30s CMD ["node", "src/main.ts", "status", "--health"]
ENTRYPOINT ["node", "--max-semi-space-size=2", "--max-old-space-size=1024", "src/main.ts"]
CMD ["run"]
