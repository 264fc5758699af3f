/**
 * Tells the product of a failure. What its function throws, now or later, is printed: it must neither change
 * how the failure is answered nor end the process.
 */
export function report<Failure>(tell: (failure: Failure) => unknown, failure: Failure): void {
  try {
    const told = tell(failure);
    if (told instanceof Promise) told.catch((error: unknown) => console.error(error));
  } catch (error) {
    console.error(error);
  }
}
