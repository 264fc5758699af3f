#!/usr/bin/env node
import { runProgram } from '../process/run-program.ts';

await runProgram(async () => {
  const [{ run }, { outliveReaders }] = await Promise.all([import('./run.ts'), import('./output.ts')]);
  outliveReaders();
  process.exitCode = await run(process.argv.slice(2), process.env);
});
