import { Kysely, PostgresDialect } from 'kysely';
import {
  PostgresDialect as CodegenDialect,
  ColumnTypeNode,
  generate,
  IdentifierNode,
  Logger,
  RawExpressionNode,
  UnionExpressionNode,
} from 'kysely-codegen';
import { migrate } from '../src/database/migrate.ts';
import { createPool } from '../src/database/pool.ts';
import { startTemporaryServer } from '../test/support/temporary-server.ts';

/** Writes the tables as TypeScript types, read from a newly migrated database. */
export async function generateDatabaseTypes(): Promise<Record<string, string>> {
  const server = await startTemporaryServer();
  try {
    await migrate({ url: server.url });
    return { 'src/database/types.generated.ts': await typesOf(server.url) };
  } finally {
    await server.stop();
  }
}

async function typesOf(url: string): Promise<string> {
  const database = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: createPool({ url, max: 2 }) }),
  });
  try {
    const text = await generate({
      db: database,
      dialect: parsingLikeThePool(),
      camelCase: true,
      defaultSchemas: ['public'],
      includePattern: 'public.*',
      excludePattern: '*.kysely_*',
      logger: new Logger('silent'),
      overrides: { columns: checkedColumns },
      outFile: null,
    });
    return `${text.trim()}\n`;
  } finally {
    await database.destroy();
  }
}

// Columns whose values a check constraint limits become unions instead of strings.
const environment = new RawExpressionNode("'LIVE' | 'TEST'");
const role = new RawExpressionNode("'ADMIN' | 'MEMBER' | 'OWNER'");
const actorType = new RawExpressionNode("'API_KEY' | 'MEMBER' | 'SERVICE'");
const optionalActorType = new RawExpressionNode("'API_KEY' | 'MEMBER' | 'SERVICE' | null");
const tokenAlgorithm = new RawExpressionNode("'ES256' | 'RS256'");
const exposureOutcome = new RawExpressionNode("'FLAGGED' | 'INACTIVE' | 'REVOKED' | 'SECRET_ENDED'");
const checkedColumns = {
  'api_key_exposures.outcome': exposureOutcome,
  'api_key_exposures.reported_by_type': actorType,
  'api_keys.environment': environment,
  'api_keys.created_by_type': actorType,
  'api_keys.revoked_by_type': optionalActorType,
  'api_keys.suspended_by_type': optionalActorType,
  'invitations.role': role,
  'invitations.invited_by_type': actorType,
  'members.role': role,
  'service_tokens.created_by_type': optionalActorType,
  'service_tokens.revoked_by_type': optionalActorType,
  'signing_keys.algorithm': tokenAlgorithm,
};

// The types of the values that src/database/pool.ts makes. kysely-codegen assumes pg's defaults.
function parsingLikeThePool(): CodegenDialect {
  const dialect = new CodegenDialect({ dateParser: 'string' });
  const written = new UnionExpressionNode([new IdentifierNode('number'), new IdentifierNode('bigint')]);
  dialect.adapter.definitions.Int8 = new ColumnTypeNode(new IdentifierNode('number'), written, written);
  return dialect;
}
