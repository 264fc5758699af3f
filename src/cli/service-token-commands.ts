import { Command } from 'commander';
import { parsePermissions } from '../access/stored-rights.ts';
import { formatId } from '../lib/ids.ts';
import { permissionNames, permissions } from '../permissions.ts';
import { maskServiceToken } from '../service-tokens/service-token-format.ts';
import { listServiceTokens, type ServiceTokenRow } from '../service-tokens/service-tokens.sql.ts';
import {
  createServiceTokenAsOperator,
  revokeServiceTokenAsOperator,
} from '../service-tokens/service-tokens.ts';
import { everything, withDatabase } from './database-access.ts';
import { parseWholeNumber, requireInstant, splitNames } from './option-values.ts';
import { formatJson, formatTable, type Output } from './output.ts';

type JsonOption = { json?: true };
type CreateOptions = JsonOption & {
  name: string;
  permissions: string[];
  expiresAt?: Date;
  expiresInDays?: number;
};

export function serviceTokenCommands(variables: NodeJS.ProcessEnv, output: Output): Command {
  const group = new Command('service-token').description(
    'the credentials of the product’s own API and of operators’ tools',
  );
  group
    .command('create')
    .description('create a service token; only it is printed on standard output, and only once')
    .requiredOption('--name <text>', 'a name for people')
    .requiredOption('--permissions <names>', 'the permissions of the token, separated by commas', splitNames)
    .option(
      '--expires-at <instant>',
      'when it ends, such as 2027-01-01T00:00:00Z (default: never)',
      requireInstant,
    )
    .option(
      '--expires-in-days <number>',
      'in how many days the token expires, instead of --expires-at',
      parseWholeNumber,
    )
    .option('--json', 'print JSON')
    .addHelpText('after', `\nPermissions:\n${describePermissions()}`)
    .action((options: CreateOptions) => create(variables, output, options));
  group
    .command('list')
    .description('list them all, revoked ones too, the latest first')
    .option('--json', 'print JSON')
    .action((options: JsonOption) => list(variables, output, options));
  group
    .command('revoke')
    .description('revoke a service token permanently and at once')
    .argument('<id>', 'svc_…')
    .option('--json', 'print JSON')
    .action((id: string, options: JsonOption) => revoke(variables, output, id, options));
  return group;
}

async function create(
  variables: NodeJS.ProcessEnv,
  { result, remark }: Output,
  { name, permissions: names, expiresAt, expiresInDays, json }: CreateOptions,
): Promise<void> {
  const input = { name, permissions: names, expiresAt, expiresInDays };
  const { serviceToken, token } = await withDatabase(variables, (services) =>
    createServiceTokenAsOperator(services, input),
  );
  if (json) return result(formatJson({ ...plain(serviceToken), token }));
  const { id, permissions: granted } = plain(serviceToken);
  remark(`Created ${id} with ${granted.join(', ')}. Store the token now; it is not shown again.`);
  result(token);
}

async function list(variables: NodeJS.ProcessEnv, { result }: Output, { json }: JsonOption): Promise<void> {
  const rows = await withDatabase(variables, ({ database }) => listServiceTokens(database, everything));
  const tokens = rows.map(plain);
  if (json) return result(formatJson(tokens));
  const cells = tokens.map((token) => [
    token.id,
    token.status,
    token.maskedToken,
    token.name,
    token.expiresAt?.toISOString() ?? 'never',
    token.permissions.join(','),
  ]);
  result(formatTable(['ID', 'STATUS', 'TOKEN', 'NAME', 'EXPIRES', 'PERMISSIONS'], cells));
}

async function revoke(
  variables: NodeJS.ProcessEnv,
  { result, remark }: Output,
  id: string,
  { json }: JsonOption,
): Promise<void> {
  const { serviceToken } = await withDatabase(variables, (services) =>
    revokeServiceTokenAsOperator(services, { id }),
  );
  if (json) return result(formatJson(plain(serviceToken)));
  remark(`Revoked ${id} (${serviceToken.name}).`);
}

function plain(row: ServiceTokenRow) {
  const { id, name, status, lastFour, createdAt, expiresAt, revokedAt } = row;
  return {
    id: formatId('serviceToken', id),
    name,
    status,
    maskedToken: maskServiceToken(lastFour),
    permissions: parsePermissions(row.permissions),
    createdAt,
    expiresAt,
    revokedAt,
  };
}

function describePermissions(): string {
  const rows = permissionNames.map((name) => [`  ${name}`, permissions[name].description]);
  return formatTable(['', ''], rows).trim().replace(/^/, '  ');
}
