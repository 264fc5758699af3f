import { fileURLToPath } from 'node:url';
import { createLatchkeyDatabase, execute, startDatabaseServer } from './database.ts';
import { type ServerProcess, startServer } from './processes.ts';
import { addRowLevelSecurity } from './row-level-security.ts';
import {
  addOtherKeys,
  type SeededKeys,
  type SeededOrganization,
  seedKeys,
  seedMember,
  serviceToken,
} from './seed.ts';

/** Everything that runs during the bench, on one PostgreSQL. */
export type Servers = {
  readonly databasePid: number;
  readonly httpEcho: ServerProcess;
  readonly fastifyEcho: ServerProcess;
  readonly betterAuth: ServerProcess;
  readonly postgraphile: ServerProcess;
  readonly postgraphileSignedIn: ServerProcess;
  readonly node: ServerProcess;
  readonly moreNodes: readonly ServerProcess[];
  /** A node on a database with many more keys. */
  readonly large: LargeTable | null;
  readonly keys: SeededKeys;
  readonly organization: SeededOrganization;
  readonly serviceToken: string;
  /** The memory of a node that has not answered anything yet, in MB. */
  readonly idleMemory: number;
  stop(): Promise<void>;
};

type LargeTable = { readonly node: ServerProcess; readonly keys: readonly string[]; readonly others: number };

const keyCount = 10_000;

/** `largeTable`: the number of other keys in the second database; with 0 there is no second database. */
export async function startServers(largeTable: number): Promise<Servers> {
  const server = await startDatabaseServer();
  const url = await createLatchkeyDatabase(server, 'latchkey');
  const keys = await seedKeys(url, keyCount);
  const organization = await seedMember(url);
  // The creator of a key can be of three kinds. This tells PostGraphile that it is a member.
  await execute(url, `comment on table api_keys is '@foreignKey (created_by_id) references members (id)'`);
  await addRowLevelSecurity(url);
  await execute(url, 'vacuum analyze');
  const node = await startNode(url);
  const idleMemory = await node.memory();
  const more = await Promise.all([1, 2, 3].map(() => startNode(url)));
  const large =
    largeTable === 0 ? null : await startLarge(await createLatchkeyDatabase(server, 'large'), largeTable);
  const peers = {
    httpEcho: await startServer('http-echo'),
    fastifyEcho: await startServer('fastify-echo'),
    betterAuth: await startServer('better-auth', {
      DATABASE_URL: await server.createDatabase('better_auth'),
    }),
    postgraphile: await startServer('postgraphile', { DATABASE_URL: url, GRAPHILE_ENV: 'production' }),
    postgraphileSignedIn: await startServer('postgraphile-signed-in', {
      DATABASE_URL: url,
      GRAPHILE_ENV: 'production',
    }),
  };
  const processes = [node, ...more, ...(large === null ? [] : [large.node]), ...Object.values(peers)];
  return {
    ...peers,
    databasePid: server.pid,
    node,
    moreNodes: more,
    large,
    keys,
    organization,
    serviceToken,
    idleMemory,
    stop: async () => {
      await Promise.all(processes.map((one) => one.stop()));
      await server.stop();
    },
  };
}

/** `program`: a file in servers/. */
export function startNode(
  url: string,
  more: Readonly<Record<string, string>> = {},
  core?: number,
  program = 'latchkey',
): Promise<ServerProcess> {
  const environment = {
    DATABASE_URL: url,
    LATCHKEY_SECRET: 'a secret of the bench, of no use elsewhere',
    LATCHKEY_CONFIG: fileURLToPath(new URL('latchkey.config.ts', import.meta.url)),
    LATCHKEY_OWNER_PASSWORD: 'a password of the bench',
    PORT: '0',
    ...more,
  };
  return startServer(program, environment, core);
}

async function startLarge(url: string, count: number): Promise<LargeTable> {
  const { limited } = await seedKeys(url, keyCount);
  console.error(`Making ${count.toLocaleString('en')} more keys …`);
  await addOtherKeys(url, count);
  await execute(url, 'vacuum analyze');
  return { node: await startNode(url), keys: limited, others: count };
}
