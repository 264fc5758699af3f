import { nodeProblem } from './node-version.ts';

/** Import this module first, for its effect: on an old Node, other modules fail with messages that help nobody. */

const problem = nodeProblem(process.versions.node);
if (problem !== null) throw new Error(problem);
