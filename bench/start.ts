// `npm run bench` runs the comparison (run.ts). `npm run bench -- growth` measures growth (growth/run.ts), and
// `npm run bench -- log` the log of events (log.ts).
const programs: Readonly<Record<string, string>> = { growth: './growth/run.ts', log: './log.ts' };
await import(programs[process.argv[2] ?? ''] ?? './run.ts');
