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
export type NewApiKey = CreateApiKeyInput;
/** What is left out stays as it is; null clears it. */
export type ApiKeyChanges = Omit<UpdateApiKeyInput, 'id'>;

export type CreateApiKeyResult = Result<CreateApiKeyMutation['createApiKey']>;
export type UpdateApiKeyResult = Result<UpdateApiKeyMutation['updateApiKey']>;
/** How a key is rotated; by default its former secret ends at once. */
export type RotationOptions = Omit<RotateApiKeyInput, 'id'>;

export type RotateApiKeyResult = Result<RotateApiKeyMutation['rotateApiKey']>;
export type SuspendApiKeyResult = Result<SuspendApiKeyMutation['suspendApiKey']>;
export type ResumeApiKeyResult = Result<ResumeApiKeyMutation['resumeApiKey']>;
export type RevokeApiKeyResult = Result<RevokeApiKeyMutation['revokeApiKey']>;

export type ApiKeyFilter = {
  readonly environment?: Environment | undefined;
  readonly status?: ApiKeyStatus | undefined;
  /** A text in the name or description, or the last four characters. */
  readonly search?: string | undefined;
  /** The id of the member, management key or service token that created them; also of a removed member. */
  readonly createdBy?: string | undefined;
};

/** The keys of the active organization. */
export class ApiKeys {
  readonly #call: GraphQLCall;

  constructor(call: GraphQLCall) {
    this.#call = call;
  }

  /** `secret` is shown this once: store it, or hand it to whoever will use it. */
  async create(apiKey: NewApiKey, options?: CallOptions): Promise<CreateApiKeyResult> {
    return resultOf((await this.#call(CreateApiKeyDocument, { input: apiKey }, options)).createApiKey);
  }

  async update(id: string, changes: ApiKeyChanges, options?: CallOptions): Promise<UpdateApiKeyResult> {
    const input = { ...changes, id };
    return resultOf((await this.#call(UpdateApiKeyDocument, { input }, options)).updateApiKey);
  }

  /**
   * Gives a key a new `secret`, shown this once; the former one works on for `overlapSeconds`. The key
   * itself stays: its id, settings, limits and usage.
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

  /** Null: the active organization has no such key. */
  async get(id: string, options?: CallOptions): Promise<ApiKey | null> {
    return (await this.#call(ApiKeyDocument, { id }, options)).apiKey;
  }

  /** How much a key is used; null as for `get`. */
  async usage(id: string, options?: CallOptions): Promise<ApiKeyUsage | null> {
    return (await this.#call(ApiKeyUsageDocument, { id }, options)).apiKey?.usage ?? null;
  }

  /** The newest first; further pages are read as they are needed. */
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
