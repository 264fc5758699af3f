import type { DocumentNode } from 'graphql';

/**
 * Most programs send the same few documents again and again. What is kept is bounded in number and
 * length, since anyone may send a document: a parsed one takes some hundred times its own length.
 */
const mostDocuments = 200;
const longestDocument = 5000;

/** Documents that were found valid, by their text: they are not parsed and validated again. */
export class DocumentCache {
  readonly #documents = new Map<string, DocumentNode>();

  get(source: string): DocumentNode | undefined {
    return this.#documents.get(source);
  }

  keep(source: string, document: DocumentNode): void {
    if (source.length > longestDocument) return;
    const oldest = this.#documents.size >= mostDocuments ? this.#documents.keys().next() : undefined;
    if (oldest?.done === false) this.#documents.delete(oldest.value);
    this.#documents.set(source, document);
  }
}
