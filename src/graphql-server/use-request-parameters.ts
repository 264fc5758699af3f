import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from './server-context.ts';

/** Gives yoga the parameters. yoga's own parsers accept more media types than are safe. */
export function useRequestParameters(): Plugin<object, ServerContext> {
  return {
    onRequestParse({ setRequestParser, serverContext }) {
      setRequestParser(() => ({ ...serverContext.parameters }));
    },
  };
}
