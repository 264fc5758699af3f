// `npm run bench` runs the comparison (run.ts). `npm run bench -- growth` measures growth (growth/run.ts), and
// `npm run bench -- log` and `npm run bench -- log-order` the log of events (log.ts, log-order.ts).
const programs: Readonly<Record<string, string>> = {
  growth: './growth/run.ts',
  log: './log.ts',
  'log-order': './log-order.ts',
};
await import(programs[process.argv[2] ?? ''] ?? './run.ts');
