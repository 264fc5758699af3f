import { Command } from 'commander';

export function startCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('start')
    .description('run the service until it is told to stop by SIGTERM or SIGINT')
    .addHelpText(
      'after',
      '\nIt is set up by environment variables and brings its database up to date by itself.\n\nExample:\n  PORT=8080 LATCHKEY_CONFIG=latchkey.config.ts latchkey start',
    )
    .action(async () => {
      // The other commands need not wait for all of the service to be loaded.
      const { runService } = await import('../process/run-service.ts');
      await runService(environment);
    });
}
