#!/usr/bin/env node
import { runProgram } from '../process/run-program.ts';

await runProgram(async () => {
  const { run } = await import('./run.ts');
  process.exitCode = await run(process.argv.slice(2), process.env);
});
