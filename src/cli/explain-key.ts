import { Command, Option } from 'commander';
import type { ApiKeyExplanation } from '../../packages/client/src/api-keys.ts';
import { LatchkeyError } from '../../packages/client/src/errors.ts';
import { parseWholeNumber, requireAddress, splitNames } from './option-values.ts';
import { formatJson, formatTable, type Output } from './output.ts';
import { connect, type ServerOptions, type Surroundings } from './server-access.ts';

type ExplainOptions = ServerOptions & {
  readonly environment?: 'test' | 'live';
  readonly scopes?: string[];
  readonly ip?: string;
  readonly cost?: number;
  readonly previousSecret?: true;
};

export function explainKeyCommand(surroundings: Surroundings, output: Output): Command {
  return new Command('explain')
    .description('say what a verification of a key would answer now, and why; consumes nothing')
    .argument('<id>', 'key_…')
    .addOption(
      new Option('--environment <name>', 'the environment that the request requires').choices([
        'test',
        'live',
      ]),
    )
    .option('--scopes <names>', 'the scopes that the request requires, separated by commas', splitNames)
    .option('--ip <address>', 'the address from which the key is used', requireAddress)
    .option('--cost <number>', 'how much the request would consume (default: 1)', parseWholeNumber)
    .option('--previous-secret', 'explain a request with the secret before the last rotation')
    .addHelpText(
      'after',
      '\nExample:\n  latchkey key explain key_01h455vb4pex5vsknk084sn02q --scopes invoices:read --ip 203.0.113.7',
    )
    .action(async (id: string, options: ExplainOptions) => {
      const { environment, scopes, ip, cost, previousSecret, json } = options;
      const latchkey = await connect(surroundings, options);
      const explanation = await latchkey.apiKeys.explain(id, {
        environment: environment && environments[environment],
        scopes,
        ip,
        cost,
        secret: previousSecret && 'PREVIOUS',
      });
      if (explanation === null) throw new LatchkeyError('NOT_FOUND', 'The API key was not found.');
      output.result(json ? formatJson(explanation) : describe(explanation));
    });
}

const environments = { test: 'TEST', live: 'LIVE' } as const;

function describe({ code, status, apiKey, checks }: ApiKeyExplanation): string {
  const cells = checks.map((check) => [check.outcome, check.code, check.detail]);
  return [
    `${code} (${status})  ${apiKey.id}  ${apiKey.name}`,
    formatTable(['OUTCOME', 'CHECK', 'WHY'], cells),
  ].join('\n');
}
