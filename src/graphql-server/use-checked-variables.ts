import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { InvalidVariables, variableProblems } from './variable-problems.ts';

/**
 * Checks the variables before execution, because graphql-js repeats a wrong value in its message (`Variable "$input"
 * got invalid value "hunter2"…`). The message here names the field and what it expects, like every other
 * BAD_USER_INPUT.
 */
export function useCheckedVariables(): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const problems = variableProblems(args, args.variableValues ?? {});
      if (problems.length === 0) return;
      const refusal = new InvalidVariables(problems);
      setResultAndStopExecution({
        errors: [new GraphQLError(refusal.message, { originalError: refusal })],
      });
    },
  };
}
