/** Stands in for src/log/record-events.ts in a node without the log. */
export async function recordEvents(): Promise<void> {}
