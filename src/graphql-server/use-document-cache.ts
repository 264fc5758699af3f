import { type DocumentNode, specifiedRules, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from './server-context.ts';

/**
 * Most programs send the same few documents again and again. What is kept is bounded in number and
 * length, since anyone may send a document: a parsed one takes some hundred times its own length.
 */
const maxDocuments = 200;
const maxDocumentLength = 5000;

/** A document with many mistakes must not cost, or be answered with, much more than one with few. */
const maxErrors = 10;

/** Parses and validates a document that is sent again only once; only valid ones are kept. */
export function useDocumentCache(): Plugin<ServerContext> {
  const documents = new Map<string, DocumentNode>();
  const valid = new WeakSet<DocumentNode>();
  const keep = (source: string, document: DocumentNode): void => {
    if (source.length > maxDocumentLength) return;
    const oldest = documents.size >= maxDocuments ? documents.keys().next() : undefined;
    if (oldest?.done === false) documents.delete(oldest.value);
    documents.set(source, document);
    valid.add(document);
  };
  return {
    onParse({ params: { source }, setParsedDocument }) {
      const document = documents.get(String(source));
      if (document !== undefined) setParsedDocument(document);
    },
    onValidate({ params: { schema, documentAST }, context, setValidationFn }) {
      const { parameters, requestContext } = context;
      setValidationFn(() => {
        if (valid.has(documentAST)) return [];
        const problems = validate(schema, documentAST, specifiedRules, {
          maxErrors,
          // "Did you mean …" would spell out the schema to those who may not see it.
          hideSuggestions: requestContext.actor.type === 'ANONYMOUS',
        });
        if (problems.length === 0) keep(parameters.query, documentAST);
        return problems;
      });
    },
  };
}
