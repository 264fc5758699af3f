import { execute } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Executes with graphql-js. The executor that yoga brings takes every object that has a member `then`
 * for a promise: metadata of `{"then": 1}`, or a field under the alias `then`, broke the whole answer.
 */
export function useReferenceExecutor(): Plugin {
  return {
    onExecute({ setExecuteFn }) {
      setExecuteFn(execute);
    },
  };
}
