import { Argument, Command } from 'commander';
import { type RuleFormat, ruleFormats, scannerRules } from '../scan/scanner-rules.ts';
import { collectPrefix, keyNaming, prefixHelp } from './key-prefixes.ts';
import type { Output } from './output.ts';
import { changeToTypedFolder } from './typed-folder.ts';

type RulesOptions = { readonly prefix?: string[] };

export function rulesCommand(variables: NodeJS.ProcessEnv, { result }: Output): Command {
  return new Command('rules')
    .description('print a configuration with which another scanner finds keys')
    .addArgument(new Argument('<scanner>', 'the other scanner').choices(ruleFormats))
    .option('--prefix <prefix>', prefixHelp, collectPrefix)
    .addHelpText(
      'after',
      '\nExamples:\n  latchkey rules gitleaks > .gitleaks.toml\n  latchkey rules secretlint > .secretlintrc.json',
    )
    .action(async (format: RuleFormat, options: RulesOptions) => {
      const { prefixes, productName } = await keyNaming(
        variables,
        options.prefix,
        changeToTypedFolder(variables),
      );
      result(scannerRules(format, prefixes, productName).trimEnd());
    });
}
