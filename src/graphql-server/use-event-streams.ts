import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { Refusal } from '../errors.ts';
import { eventStream } from './media-type.ts';
import type { ServerContext } from './server-context.ts';

/** A subscription can only be answered as a stream of server-sent events. Its caller must have asked for that. */
export function useEventStreams(): Plugin<ServerContext> {
  return {
    onSubscribe({ args: { contextValue }, setResultAndStopExecution }) {
      if (contextValue.reply.request.raw.headers.accept === eventStream) return;
      const refusal = new Refusal(
        'BAD_USER_INPUT',
        'A subscription is answered as a stream of server-sent events.',
        {
          remedy: `Send the header "Accept: ${eventStream}".`,
        },
      );
      setResultAndStopExecution({
        errors: [new GraphQLError(refusal.message, { originalError: refusal })],
      });
    },
  };
}
