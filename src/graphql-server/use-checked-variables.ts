import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { InvalidVariables, variableProblems } from './variable-problems.ts';

/**
 * Checks the variables before the execution does, since graphql-js repeats a wrong value in its message
 * (`Variable "$input" got invalid value "hunter2"…`). Here the message names the field and what was
 * expected of it, in the form of every other bad input.
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
