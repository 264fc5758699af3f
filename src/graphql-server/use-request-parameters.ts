import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from './server-context.ts';

/** Hands yoga the parameters in place of its own parsers, which take more media types than are safe. */
export function useRequestParameters(): Plugin<object, ServerContext> {
  return {
    onRequestParse({ setRequestParser, serverContext }) {
      setRequestParser(() => ({ ...serverContext.parameters }));
    },
  };
}
