import { Command, Option } from 'commander';
import type { ApiKey, NewApiKey } from '../../packages/client/src/api-keys.ts';
import { orThrow } from '../../packages/client/src/result.ts';
import { explainKeyCommand } from './explain-key.ts';
import { parseWholeNumber, requireInstant, splitNames } from './option-values.ts';
import { formatJson, formatTable, type Output } from './output.ts';
import { connect, type ServerOptions, type Surroundings, withServerOptions } from './server-access.ts';
import { changeToTypedFolder } from './typed-folder.ts';
import { verifyKeyCommand } from './verify-key.ts';

type CreateOptions = ServerOptions & {
  readonly name: string;
  readonly environment: 'test' | 'live';
  readonly description?: string;
  readonly scopes?: string[];
  readonly fullAccess?: true;
  readonly expiresAt?: Date;
  readonly expiresInDays?: number;
  readonly rateLimitPerMinute?: number;
  readonly rateLimitPerHour?: number;
  readonly ipAllowlist?: string[];
};

type ListOptions = ServerOptions & {
  readonly environment?: 'test' | 'live';
  readonly status?: keyof typeof statuses;
  readonly search?: string;
  readonly createdBy?: string;
};

const environments = { test: 'TEST', live: 'LIVE' } as const;
const statuses = {
  active: 'ACTIVE',
  suspended: 'SUSPENDED',
  expired: 'EXPIRED',
  revoked: 'REVOKED',
} as const;

export function keyCommands(
  variables: NodeJS.ProcessEnv,
  output: Output,
  input: NodeJS.ReadableStream = process.stdin,
): Command {
  const surroundings = { variables, input };
  const group = new Command('key')
    .description('API keys, on a running server')
    .addHelpText(
      'after',
      '\nThe server is that of LATCHKEY_URL. The credential is a management key, a session or a service token, in\nLATCHKEY_CREDENTIAL or in a file.',
    )
    .hook('preAction', () => {
      changeToTypedFolder(variables);
    });
  for (const command of [
    createCommand,
    listCommand,
    rotateCommand,
    suspendCommand,
    resumeCommand,
    revokeCommand,
    verifyKeyCommand,
    explainKeyCommand,
  ]) {
    group.addCommand(withServerOptions(command(surroundings, output)));
  }
  return group;
}

function createCommand(surroundings: Surroundings, output: Output): Command {
  return new Command('create')
    .description('create a key; only its secret is printed on standard output, and only once')
    .requiredOption('--name <text>', 'a name for people')
    .addOption(
      new Option('--environment <name>', 'the environment in which the key works')
        .choices(Object.keys(environments))
        .makeOptionMandatory(),
    )
    .option('--description <text>', 'the purpose of the key')
    .option('--scopes <names>', 'the scopes of the key, separated by commas (default: none)', splitNames)
    .option('--full-access', 'give the key full access')
    .option('--expires-at <instant>', 'when it ends, such as 2027-01-01T00:00:00Z', requireInstant)
    .option(
      '--expires-in-days <number>',
      'in how many days the key expires, instead of --expires-at',
      parseWholeNumber,
    )
    .option(
      '--rate-limit-per-minute <number>',
      'requests per minute (default: the plan’s limit)',
      parseWholeNumber,
    )
    .option(
      '--rate-limit-per-hour <number>',
      'requests per hour (default: the plan’s limit)',
      parseWholeNumber,
    )
    .option('--ip-allowlist <ranges>', 'the addresses that may use the key, separated by commas', splitNames)
    .addHelpText(
      'after',
      '\nExample:\n  latchkey key create --name Billing --environment live --scopes invoices:read > billing.key',
    )
    .action(async (options: CreateOptions) => {
      const latchkey = await connect(surroundings, options);
      const { apiKey, secret } = orThrow(await latchkey.apiKeys.create(newApiKey(options)));
      if (options.json) return output.result(formatJson({ ...apiKey, secret }));
      output.remark(`Created ${apiKey.id} (${apiKey.name}). Store the key now; it is not shown again.`);
      if (apiKey.scopes.length === 0) {
        output.remark('It has no scopes: it passes only verifications that require none.');
      }
      output.result(secret);
    });
}

function newApiKey(options: CreateOptions): NewApiKey {
  const { name, environment, description, scopes, fullAccess, ipAllowlist } = options;
  return {
    name,
    environment: environments[environment],
    description,
    scopes,
    fullAccess,
    expiresAt: options.expiresAt?.toISOString(),
    expiresInDays: options.expiresInDays,
    ipAllowlist,
    rateLimit: { perMinute: options.rateLimitPerMinute, perHour: options.rateLimitPerHour },
  };
}

function listCommand(surroundings: Surroundings, output: Output): Command {
  return new Command('list')
    .description('list keys, the latest first, never their secrets')
    .addOption(
      new Option('--environment <name>', 'list only keys of this environment').choices(
        Object.keys(environments),
      ),
    )
    .addOption(
      new Option('--status <name>', 'list only keys with this status').choices(Object.keys(statuses)),
    )
    .option(
      '--search <text>',
      'list only keys with this in the name or description, or as the last four characters',
    )
    .option(
      '--created-by <id>',
      'list only keys that this member, key or service token created: mem_…, key_…, svc_…',
    )
    .addHelpText('after', '\nExample:\n  latchkey key list --environment live --status active')
    .action(async (options: ListOptions) => {
      const { environment, status, search, createdBy } = options;
      const latchkey = await connect(surroundings, options);
      const keys = await latchkey.apiKeys
        .list({
          environment: environment && environments[environment],
          status: status && statuses[status],
          search,
          createdBy,
        })
        .all();
      output.result(options.json ? formatJson(keys) : tableOf(keys));
    });
}

function tableOf(keys: readonly ApiKey[]): string {
  const cells = keys.map((key) => [
    key.id,
    key.status,
    key.maskedSecret,
    key.name,
    key.expiresAt ?? 'never',
    key.lastUsedAt ?? 'never',
    key.scopes.join(','),
  ]);
  return formatTable(['ID', 'STATUS', 'KEY', 'NAME', 'EXPIRES', 'LAST USED', 'SCOPES'], cells);
}

function rotateCommand(surroundings: Surroundings, output: Output): Command {
  return new Command('rotate')
    .description('give a key a new secret; only it is printed on standard output, and only once')
    .argument('<id>', 'key_…')
    .option(
      '--overlap-seconds <number>',
      'how long the former secret still works, at most 2592000 (default: 0, it stops at once)',
      parseWholeNumber,
    )
    .addHelpText(
      'after',
      '\nExample, with a day to change over:\n  latchkey key rotate key_01h455vb4pex5vsknk084sn02q --overlap-seconds 86400 > billing.key',
    )
    .action(async (id: string, options: ServerOptions & { readonly overlapSeconds?: number }) => {
      const { overlapSeconds, json } = options;
      const latchkey = await connect(surroundings, options);
      const { apiKey, secret } = orThrow(await latchkey.apiKeys.rotate(id, { overlapSeconds }));
      if (json) return output.result(formatJson({ ...apiKey, secret }));
      const end = apiKey.lastRotation?.previousSecretExpiresAt;
      const former = end ? `works until ${end}` : 'has ended';
      output.remark(
        `Rotated ${apiKey.id} (${apiKey.name}); the former secret ${former}. Store the new one now; it is not shown again.`,
      );
      output.result(secret);
    });
}

function suspendCommand(surroundings: Surroundings, output: Output): Command {
  return new Command('suspend')
    .description('suspend a key, at once and until it is resumed; one that is suspended already stays so')
    .argument('<id>', 'key_…')
    .addHelpText('after', '\nExample:\n  latchkey key suspend key_01h455vb4pex5vsknk084sn02q')
    .action(async (id: string, options: ServerOptions) => {
      const latchkey = await connect(surroundings, options);
      const result = await latchkey.apiKeys.suspend(id);
      const before = !result.ok && result.error.code === 'API_KEY_ALREADY_SUSPENDED' ? result.error : null;
      const { apiKey } = before ?? orThrow(result);
      if (options.json) return output.result(formatJson(apiKey));
      const when = apiKey.suspendedAt === null ? '' : ` since ${apiKey.suspendedAt}`;
      output.remark(
        before === null
          ? `Suspended ${apiKey.id} (${apiKey.name}).`
          : `${apiKey.id} (${apiKey.name}) was suspended already${when}.`,
      );
    });
}

function resumeCommand(surroundings: Surroundings, output: Output): Command {
  return new Command('resume')
    .description('let a suspended key work again')
    .argument('<id>', 'key_…')
    .addHelpText('after', '\nExample:\n  latchkey key resume key_01h455vb4pex5vsknk084sn02q')
    .action(async (id: string, options: ServerOptions) => {
      const latchkey = await connect(surroundings, options);
      const { apiKey } = orThrow(await latchkey.apiKeys.resume(id));
      if (options.json) return output.result(formatJson(apiKey));
      output.remark(`Resumed ${apiKey.id} (${apiKey.name}); it is ${apiKey.status.toLowerCase()}.`);
    });
}

function revokeCommand(surroundings: Surroundings, output: Output): Command {
  return new Command('revoke')
    .description('revoke a key permanently and at once; a key that is already revoked stays revoked')
    .argument('<id>', 'key_…')
    .addHelpText('after', '\nExample:\n  latchkey key revoke key_01h455vb4pex5vsknk084sn02q')
    .action(async (id: string, options: ServerOptions) => {
      const latchkey = await connect(surroundings, options);
      const result = await latchkey.apiKeys.revoke(id);
      const before = !result.ok && result.error.code === 'API_KEY_ALREADY_REVOKED' ? result.error : null;
      const { apiKey } = before ?? orThrow(result);
      if (options.json) return output.result(formatJson(apiKey));
      const when = apiKey.revokedAt === null ? '' : ` at ${apiKey.revokedAt}`;
      output.remark(
        before === null
          ? `Revoked ${apiKey.id} (${apiKey.name}).`
          : `${apiKey.id} (${apiKey.name}) was revoked already${when}.`,
      );
    });
}
