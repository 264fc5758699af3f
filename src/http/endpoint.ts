import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';
import type { Permission } from '../permissions.ts';
import type { HeaderName } from './openapi-headers.ts';

/**
 * The documentation of one address and method. It stands beside the code that serves them, and the schemas of its body
 * and query are the ones that validate. Every endpoint is listed in src/endpoints.ts.
 */

export type Content = {
  readonly schema: z.ZodType;
  /** Examples by name. The check compares each with the schema. */
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

/** A section of the documentation. */
export type Tag = { readonly name: string; readonly description: string };

/** A way for callers to authenticate. Several are alternatives. */
export type SecurityScheme = 'bearer' | 'session' | 'basic' | 'githubSignature';

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** In OpenAPI's form: `/v1/api-keys/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  /** About ten words at most, without a full stop. */
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  /** Empty: anybody may call it. */
  readonly security: readonly SecurityScheme[];
  /** The permission that the caller needs besides a credential. */
  readonly requires?: Permission;
  readonly parameters?: readonly Parameter[];
  /** The schema that parses the query. Each member has a description. */
  readonly query?: z.ZodObject;
  readonly body?: Content;
  /** Whether the body may be omitted. */
  readonly bodyOptional?: true;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Every error code that it can answer. 500 and 503 are added to all endpoints. */
  readonly errors: readonly ErrorCode[];
  /** The status for wrong values in the body, if it differs from the status of BAD_USER_INPUT. */
  readonly wrongValuesStatus?: 422;
  /** The form of its errors. Default: problem documents. */
  readonly errorForm?: ErrorForm;
};

/** The documentation of a request that Latchkey sends to a product. */
export type Webhook = {
  /** The type of its event. */
  readonly name: string;
  readonly tag: string;
  readonly description: string;
  readonly body: Content;
};

/** A form of errors: how it renders the codes of the error table. */
export type ErrorForm = {
  /** The prefix of the examples that endpoints share. */
  readonly name: string;
  readonly mediaType: string;
  readonly schema: z.ZodType;
  readonly statusOf: (code: ErrorCode) => number;
  readonly exampleOf: (code: ErrorCode, status: number) => unknown;
};
