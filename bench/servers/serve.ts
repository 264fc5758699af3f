/** Tells the parent where this server listens, and does what the parent asks of every server. */
export function serve(
  url: string,
  stop: () => Promise<unknown>,
  details: { keys?: readonly string[] } = {},
): void {
  process.on('message', (message) => {
    if (message === 'memory') process.send?.({ memory: process.memoryUsage().rss / 2 ** 20 });
    if (message === 'stop') void stop().then(() => process.exit(0));
  });
  // A bench that was ended leaves no servers behind.
  process.on('disconnect', () => process.exit(1));
  process.send?.({ url, ...details });
}
