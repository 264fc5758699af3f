import { Command } from 'commander';
import type { LogEvent } from '../../packages/client/src/events.ts';
import { parseWholeNumber, splitNames } from './option-values.ts';
import type { Output } from './output.ts';
import { connect, type ServerOptions, type Surroundings, withServerOptions } from './server-access.ts';
import { changeToTypedFolder } from './typed-folder.ts';

type TailOptions = ServerOptions & {
  readonly after?: number;
  readonly types?: string[];
  readonly target?: string;
  readonly follow: boolean;
};

export function eventCommands(variables: NodeJS.ProcessEnv, output: Output): Command {
  const surroundings = { variables, input: process.stdin };
  return new Command('events')
    .description('the log of events, on a running server')
    .hook('preAction', () => {
      changeToTypedFolder(variables);
    })
    .addCommand(withServerOptions(tailCommand(surroundings, output)));
}

function tailCommand(surroundings: Surroundings, output: Output): Command {
  return new Command('tail')
    .description('print each event soon after it happened, until you stop it')
    .option(
      '--after <sequence>',
      'begin after this sequence; 0 is the beginning of the log (default: only what happens from now on)',
      parseWholeNumber,
    )
    .option('--types <names>', 'only events of these types, separated by commas', splitNames)
    .option('--target <id>', 'only events about the thing with this id, such as a key')
    .option('--no-follow', 'end after the last event of the log')
    .addHelpText(
      'after',
      '\nExample:\n  latchkey events tail --types api_key.created,api_key.revoked\n  latchkey events tail --after 0 --no-follow --json > events.jsonl',
    )
    .action(async ({ after, types, target, follow, ...options }: TailOptions) => {
      const { events } = await connect(surroundings, options);
      const start = after ?? (await events.page({ limit: 1 })).lastSequence;
      const filter = { after: start, types, target };
      const signal = endOfOutput();
      try {
        for await (const event of follow
          ? events.follow(filter, { signal })
          : events.list(filter, { signal })) {
          output.result(options.json ? JSON.stringify(event) : lineOf(event));
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    });
}

/** Aborts when the reader of the output has gone, as `head` does. The command would otherwise wait for ever. */
function endOfOutput(): AbortSignal {
  const ending = new AbortController();
  process.stdout.once('error', () => ending.abort());
  return ending.signal;
}

function lineOf({ sequence, occurred_at, type, actor, via, target }: LogEvent): string {
  const who = actor?.id ?? via;
  return [sequence, occurred_at, type, target?.id ?? '-', 'by', who].join('  ');
}
