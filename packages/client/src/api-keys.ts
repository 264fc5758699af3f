import {
  ApiKeyDocument,
  type ApiKeyFieldsFragment,
  type ApiKeyStatus,
  ApiKeysDocument,
  ApiKeyUsageDocument,
  type ApiKeyUsageQuery,
  CreateApiKeyDocument,
  type CreateApiKeyInput,
  type CreateApiKeyMutation,
  type Environment,
  ExplainApiKeyDocument,
  type ExplainApiKeyInput,
  type ExplainApiKeyQuery,
  ResumeApiKeyDocument,
  type ResumeApiKeyMutation,
  RevokeApiKeyDocument,
  type RevokeApiKeyMutation,
  RotateApiKeyDocument,
  type RotateApiKeyInput,
  type RotateApiKeyMutation,
  SuspendApiKeyDocument,
  type SuspendApiKeyMutation,
  UpdateApiKeyDocument,
  type UpdateApiKeyInput,
  type UpdateApiKeyMutation,
} from './documents.generated.ts';
import type { CallOptions, GraphQLCall } from './graphql.ts';
import { Listing, type PagingOptions } from './listing.ts';
import { inOrganization } from './organization.ts';
import { type Result, resultOf } from './result.ts';

export type ApiKey = ApiKeyFieldsFragment;
export type ApiKeyUsage = NonNullable<ApiKeyUsageQuery['apiKey']>['usage'];
/** What a verification would answer now, and why. */
export type ApiKeyExplanation = NonNullable<ExplainApiKeyQuery['explainApiKey']>;
/** The request to explain. */
export type ExplainedRequest = Omit<ExplainApiKeyInput, 'id'>;
export type NewApiKey = CreateApiKeyInput;
/** Omitted fields keep their value. Null clears a field. */
export type ApiKeyChanges = Omit<UpdateApiKeyInput, 'id'>;

export type CreateApiKeyResult = Result<CreateApiKeyMutation['createApiKey']>;
export type UpdateApiKeyResult = Result<UpdateApiKeyMutation['updateApiKey']>;
/** Options of a rotation. By default the former secret stops working at once. */
export type RotationOptions = Omit<RotateApiKeyInput, 'id'>;

export type RotateApiKeyResult = Result<RotateApiKeyMutation['rotateApiKey']>;
export type SuspendApiKeyResult = Result<SuspendApiKeyMutation['suspendApiKey']>;
export type ResumeApiKeyResult = Result<ResumeApiKeyMutation['resumeApiKey']>;
export type RevokeApiKeyResult = Result<RevokeApiKeyMutation['revokeApiKey']>;

export type ApiKeyFilter = {
  readonly environment?: Environment | undefined;
  readonly status?: ApiKeyStatus | undefined;
  /** A part of the name or description, or the last four characters of the key. */
  readonly search?: string | undefined;
  /** The id of the member, management key or service token that created the keys. It may be a removed member. */
  readonly createdBy?: string | undefined;
};

/** The keys of the current organization. */
export class ApiKeys {
  readonly #call: GraphQLCall;

  constructor(call: GraphQLCall) {
    this.#call = call;
  }

  /** Creates a key. `secret` is shown only now: store it, or give it to the person who will use it. */
  async create(apiKey: NewApiKey, options?: CallOptions): Promise<CreateApiKeyResult> {
    return resultOf((await this.#call(CreateApiKeyDocument, { input: apiKey }, options)).createApiKey);
  }

  async update(id: string, changes: ApiKeyChanges, options?: CallOptions): Promise<UpdateApiKeyResult> {
    const input = { ...changes, id };
    return resultOf((await this.#call(UpdateApiKeyDocument, { input }, options)).updateApiKey);
  }

  /**
   * Gives a key a new `secret`, which is shown only now. The former secret still works for `overlapSeconds`. The key
   * keeps its id, settings, limits and usage.
   */
  async rotate(
    id: string,
    rotation: RotationOptions = {},
    options?: CallOptions,
  ): Promise<RotateApiKeyResult> {
    const input = { ...rotation, id };
    return resultOf((await this.#call(RotateApiKeyDocument, { input }, options)).rotateApiKey);
  }

  /** Until it is resumed: no verification that starts after the answer succeeds. */
  async suspend(id: string, options?: CallOptions): Promise<SuspendApiKeyResult> {
    return resultOf((await this.#call(SuspendApiKeyDocument, { input: { id } }, options)).suspendApiKey);
  }

  /** Ends a suspension: the key works again, unless it has expired meanwhile. */
  async resume(id: string, options?: CallOptions): Promise<ResumeApiKeyResult> {
    return resultOf((await this.#call(ResumeApiKeyDocument, { input: { id } }, options)).resumeApiKey);
  }

  /** For good: no verification that starts after the answer succeeds. */
  async revoke(id: string, options?: CallOptions): Promise<RevokeApiKeyResult> {
    return resultOf((await this.#call(RevokeApiKeyDocument, { input: { id } }, options)).revokeApiKey);
  }

  /** Returns null if the current organization has no such key. */
  async get(id: string, options?: CallOptions): Promise<ApiKey | null> {
    return (await this.#call(ApiKeyDocument, { id }, options)).apiKey;
  }

  /** Returns the use of a key, or null if the current organization has no such key. */
  async usage(id: string, options?: CallOptions): Promise<ApiKeyUsage | null> {
    return (await this.#call(ApiKeyUsageDocument, { id }, options)).apiKey?.usage ?? null;
  }

  /**
   * Returns what a verification of this key would answer now, and why, or null if the current organization has no such
   * key. It needs no secret and consumes nothing.
   */
  async explain(
    id: string,
    request: ExplainedRequest = {},
    options?: CallOptions,
  ): Promise<ApiKeyExplanation | null> {
    const input = { ...request, id };
    return (await this.#call(ExplainApiKeyDocument, { input }, options)).explainApiKey;
  }

  /** Lists keys, newest first. Further pages are read when they are needed. */
  list(
    { environment, status, search, createdBy, ...paging }: ApiKeyFilter & PagingOptions = {},
    options?: CallOptions,
  ): Listing<ApiKey> {
    return new Listing(async (page) => {
      const variables = { environment, status, search, createdBy, ...page };
      return inOrganization(await this.#call(ApiKeysDocument, variables, options)).apiKeys;
    }, paging);
  }
}
