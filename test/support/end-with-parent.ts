// Loaded before a program that a test starts, which keeps a pipe open to it: a test run that is killed
// leaves no process behind.
process.stdin.on('end', () => process.exit(1)).resume();
// The pipe alone keeps no process alive that has come to its end.
if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref();
