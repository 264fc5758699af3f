import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
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
      const result = refused(args);
      if (result !== null) setResultAndStopExecution(result);
    },
    onSubscribe({ args, setResultAndStopExecution }) {
      const result = refused(args);
      if (result !== null) setResultAndStopExecution(result);
    },
  };
}

function refused(args: ExecutionArgs): ExecutionResult | null {
  const problems = variableProblems(args, args.variableValues ?? {});
  if (problems.length === 0) return null;
  const refusal = new InvalidVariables(problems);
  return { errors: [new GraphQLError(refusal.message, { originalError: refusal })] };
}
