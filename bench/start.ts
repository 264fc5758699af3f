// `npm run bench`: the comparison with others (run.ts). `npm run bench -- growth`: what grows (growth/run.ts).
await import(process.argv[2] === 'growth' ? './growth/run.ts' : './run.ts');
