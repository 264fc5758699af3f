import { runProgram } from './run-program.ts';

await runProgram(async () => {
  const { runService } = await import('./run-service.ts');
  await runService(process.env);
});
