// `npm run bench` runs the comparison (run.ts). `npm run bench -- growth` measures growth (growth/run.ts).
await import(process.argv[2] === 'growth' ? './growth/run.ts' : './run.ts');
