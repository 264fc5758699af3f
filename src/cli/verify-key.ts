import { Command, Option } from 'commander';
import { ConfigurationError, LatchkeyError } from '../../packages/client/src/errors.ts';
import type { VerificationAnswer } from '../../packages/client/src/verification.ts';
import { Exit } from './exit.ts';
import { explainLatchkeyError } from './explain-error.ts';
import { parseWholeNumber, requireAddress, splitNames } from './option-values.ts';
import { formatJson, type Output } from './output.ts';
import { connect, readSecret, type ServerOptions, type Surroundings } from './server-access.ts';

type VerifyOptions = ServerOptions & {
  readonly keyFile: string;
  readonly environment?: 'test' | 'live';
  readonly scopes?: string[];
  readonly ip?: string;
  readonly cost?: number;
};

/** Unlike in other commands, 1 is an answer, so that a script can tell "not valid" from "not verified". */
const exitCodes = { notGood: 1, notKnown: 2 } as const;

export function verifyKeyCommand(surroundings: Surroundings, output: Output): Command {
  return new Command('verify')
    .description('verify a key, as a product’s API does; consumes its limit')
    .option('--key-file <path>', 'holds the key; - is standard input', '-')
    .addOption(
      new Option('--environment <name>', 'the environment that the key must belong to').choices([
        'test',
        'live',
      ]),
    )
    .option('--scopes <names>', 'the scopes that the key must hold, separated by commas', splitNames)
    .option('--ip <address>', 'the address from which the key is used', requireAddress)
    .option(
      '--cost <number>',
      'how much of its limit to consume; 0 consumes nothing (default: 1)',
      parseWholeNumber,
    )
    .addHelpText(
      'after',
      '\nThe credential is a service token that may VERIFY_API_KEYS.\nExit codes: 0 good, 1 not good, 2 wrongly called or not answered.\n\nExample:\n  latchkey key verify --scopes invoices:read < billing.key',
    )
    .action(async (options: VerifyOptions) => {
      try {
        show(await verify(surroundings, options), output, options);
      } catch (error) {
        if (!(error instanceof LatchkeyError)) throw error;
        explainLatchkeyError(error, output);
        throw new Exit(exitCodes.notKnown);
      }
    });
}

async function verify(surroundings: Surroundings, options: VerifyOptions): Promise<VerificationAnswer> {
  const { keyFile, environment, scopes, ip, cost } = options;
  if (keyFile === '-' && options.credentialFile === '-') {
    throw new ConfigurationError(
      '--key-file, --credential-file: only one can be standard input; name a file for the other',
    );
  }
  const latchkey = await connect(surroundings, options);
  const key = await readSecret(surroundings, keyFile, '--key-file');
  return latchkey.verify({ key, environment, scopes, ip, cost });
}

function show(answer: VerificationAnswer, { result }: Output, { json }: VerifyOptions): void {
  result(json ? formatJson(answer) : describe(answer));
  if (!answer.valid) throw new Exit(exitCodes.notGood);
}

/** Prints `EXPIRED  key_…  test  Server`. For a key that does not exist it prints only the code. */
function describe(answer: VerificationAnswer): string {
  if (!('keyId' in answer)) return answer.code;
  const { code, keyId, environment, name, scopes } = answer;
  return [code, keyId, environment, name, scopes.join(',')].join('  ').trimEnd();
}
