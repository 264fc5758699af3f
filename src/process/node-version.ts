/* Loaded by every Node, so nothing here may need a new one. */

/** As in `engines` of package.json. */
export const minimumNodeMajor = 24;

/** What is wrong with a version of Node, as one line; null when Latchkey runs on it. */
export function nodeProblem(version: string): string | null {
  if (Number.parseInt(version, 10) >= minimumNodeMajor) return null;
  return `Latchkey needs Node.js ${minimumNodeMajor} or later, and this is ${version}; install a newer one.`;
}
