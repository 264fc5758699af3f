/** Stops the start. The message is what the operator reads: one line a problem, no stack, exit code 1. */
export class StartError extends Error {}
