import { nodeProblem } from './node-version.ts';

/* Imported for its effect, before all else: other modules could fail on an old Node with a message that helps nobody. */

const problem = nodeProblem(process.versions.node);
if (problem !== null) throw new Error(problem);
