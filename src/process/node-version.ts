/* Loaded by every Node, so nothing here may need a new one. */

/** The same as in `engines` of package.json. */
export const minimumNodeMajor = 24;

/** Returns the problem with a version of Node as one line, or null if Latchkey runs on it. */
export function nodeProblem(version: string): string | null {
  if (Number.parseInt(version, 10) >= minimumNodeMajor) return null;
  return `Latchkey needs Node.js ${minimumNodeMajor} or later, and this is ${version}; install a newer one.`;
}
