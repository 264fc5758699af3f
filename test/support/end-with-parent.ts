// Loaded before a program that a test starts and keeps a pipe to. If the test run is killed, the program ends too.
process.stdin.on('end', () => process.exit(1)).resume();
// The pipe must not keep a process alive that has finished.
if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref();
