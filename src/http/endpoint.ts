import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { Permission } from '../permissions.ts';
import type { HeaderName } from './openapi-headers.ts';

/*
 * The documentation of one address and method. It stands beside the code that serves them, and its schemas
 * are those that validate. Every endpoint is listed in src/endpoints.ts.
 */

export type Content = {
  readonly schema: z.ZodType;
  /** By name; each is checked against the schema by the linter. */
  readonly examples: Readonly<Record<string, unknown>>;
  /** Default `application/json`. */
  readonly mediaType?: string;
};

export type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly schema: z.ZodType;
  readonly required?: boolean;
  readonly example?: unknown;
};

export type Answer = {
  readonly description: string;
  readonly content?: Content;
  readonly headers?: readonly HeaderName[];
};

/** A heading of the documentation. */
export type Tag = { readonly name: string; readonly description: string };

/** How a caller proves who it is; several are alternatives. */
export type SecurityScheme = 'bearer' | 'session' | 'basic' | 'githubSignature';

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** As OpenAPI writes it: `/v1/api-keys/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  /** Up to some ten words, without a full stop. */
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  /** Empty: anybody. */
  readonly security: readonly SecurityScheme[];
  /** The right that the caller must hold, besides a credential. */
  readonly requires?: Permission;
  readonly parameters?: readonly Parameter[];
  /** What the address's query is parsed with; each member describes itself. */
  readonly query?: z.ZodObject;
  readonly body?: Content;
  /** Whether the body may be left out. */
  readonly bodyOptional?: true;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Every code of the error table that it can answer with; 500 and 503 go without saying. */
  readonly errors: readonly ErrorCode[];
  /** The status for a body that was read and holds wrong values, where it is not that of BAD_USER_INPUT. */
  readonly wrongValuesStatus?: 422;
  /** How errors are rendered. Default: as problem documents. */
  readonly errorForm?: ErrorForm;
};

/** A form of errors: how the codes of the error table look in it. */
export type ErrorForm = {
  /** Prefix of the examples that endpoints share. */
  readonly name: string;
  readonly mediaType: string;
  readonly schema: z.ZodType;
  readonly statusOf: (code: ErrorCode) => number;
  readonly exampleOf: (code: ErrorCode, status: number) => unknown;
};
