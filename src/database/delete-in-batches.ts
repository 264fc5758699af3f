/** The maximum number of rows that one statement deletes, so that none takes long. */
export const rowsAtATime = 5000;

/**
 * Deletes until a batch is not full, and returns the number of all deleted rows. `deleteBatch` deletes at most
 * `rowsAtATime` rows and returns their number.
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
