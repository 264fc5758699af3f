import { type DocumentNode, specifiedRules, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { ServerContext } from './server-context.ts';

/**
 * The number and the length of kept documents are limited, because anyone may send a document and a parsed one takes
 * about a hundred times its length. Most programs send the same few documents.
 */
const maxDocuments = 200;
const maxDocumentLength = 5000;

/** A document with many mistakes must not cost much more, or get a much longer answer, than one with few. */
const maxErrors = 10;

/** Parses and validates a document only once when it is sent again. Only valid documents are kept. */
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
          // "Did you mean …" would show the schema to callers who may not see it.
          hideSuggestions: requestContext.actor.type === 'ANONYMOUS',
        });
        if (problems.length === 0) keep(parameters.query, documentAST);
        return problems;
      });
    },
  };
}
