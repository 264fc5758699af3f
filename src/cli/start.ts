import { Command } from 'commander';

export function startCommand(variables: NodeJS.ProcessEnv): Command {
  return new Command('start')
    .description('run the service until it is told to stop by SIGTERM or SIGINT')
    .addHelpText(
      'after',
      '\nEnvironment variables configure the service. It brings its database up to date by itself.\n\nExample:\n  PORT=8080 LATCHKEY_CONFIG=latchkey.config.ts latchkey start',
    )
    .action(async () => {
      // Loaded here, so that other commands do not load the whole service.
      const { runService } = await import('../process/run-service.ts');
      await runService(variables);
    });
}
