# Perennial in one container: API, worker, web application and, unless DATABASE_URL is set, its own PostgreSQL in /data.
FROM node:22-bookworm-slim
WORKDIR /perennial
COPY package.json package-lock.json .npmrc ./
COPY rules/package.json rules/
COPY contract/package.json contract/
COPY server/package.json server/
COPY server/bin server/bin
COPY web/package.json web/
COPY e2e/package.json e2e/
COPY bench/package.json bench/
RUN npm ci
COPY . .
RUN npm run build \
  && mkdir -p /data && chown node:node /data
ENV HOST=0.0.0.0 PORT=4400 DATA_DIR=/data
VOLUME /data
EXPOSE 4400
# PostgreSQL refuses root, and nothing here needs it.
USER node
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD node -e "fetch('http://127.0.0.1:'+process.env.PORT+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"
# Its own signal handling stops requests, jobs and the database in order; give it the time.
STOPSIGNAL SIGTERM
CMD ["node", "server/bin/perennial.js", "start"]
