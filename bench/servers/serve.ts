/** Tells the parent the address of this server, and answers the parent's questions to every server. */
export function serve(
  url: string,
  stop: () => Promise<unknown>,
  details: { keys?: readonly string[] } = {},
): void {
  process.on('message', (message) => {
    if (message === 'memory') process.send?.({ memory: process.memoryUsage().rss / 2 ** 20 });
    if (message === 'stop') void stop().then(() => process.exit(0));
  });
  // If the bench ends, its servers end too.
  process.on('disconnect', () => process.exit(1));
  process.send?.({ url, ...details });
}
