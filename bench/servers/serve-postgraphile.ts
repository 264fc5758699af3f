import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { serve } from './serve.ts';

type Context = NonNullable<NonNullable<GraphileConfig.Preset['grafast']>['context']>;

/** `context`: the settings with which each request reads. Without it, requests read as the owner of the tables. */
export async function servePostgraphile(context?: Context): Promise<void> {
  const instance = postgraphile({
    extends: [PostGraphileAmberPreset],
    pgServices: [
      makePgService({
        connectionString: process.env['DATABASE_URL'] ?? '',
        schemas: ['public'],
        poolConfig: { max: 10 },
      }),
    ],
    grafserv: { graphqlPath: '/graphql', watch: false },
    grafast: { explain: false, ...(context && { context }) },
  });
  const server = createServer();
  await instance.createServ(grafserv).addTo(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  serve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, async () => server.close());
}
