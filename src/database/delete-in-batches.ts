/** How many rows one statement deletes at most, so that none takes long. */
export const rowsAtATime = 5000;

/**
 * Deletes until a batch is not full, and returns how many rows those were in all. `deleteBatch` deletes
 * up to `rowsAtATime`, and returns how many it did.
 */
export async function deleteInBatches(
  signal: AbortSignal,
  deleteBatch: () => Promise<number>,
): Promise<number> {
  let deleted = 0;
  let batch: number;
  do {
    signal.throwIfAborted();
    batch = await deleteBatch();
    deleted += batch;
  } while (batch === rowsAtATime);
  return deleted;
}
