/**
 * Tells the product about a failure. An error in the product's function is printed. It neither changes the answer nor
 * ends the process.
 */
export function report<Failure>(tell: (failure: Failure) => unknown, failure: Failure): void {
  try {
    const told = tell(failure);
    if (told instanceof Promise) told.catch((error: unknown) => console.error(error));
  } catch (error) {
    console.error(error);
  }
}
