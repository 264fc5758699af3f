import type {
  ApiKeyListQueryVariables,
  CreateApiKeyInput,
  RotateApiKeyInput,
  UpdateApiKeyInput,
} from '../gql/graphql.ts';
import type { TestApp } from '../support/app.ts';
import { dataOf, memberOf, type SendOptions } from '../support/graphql.ts';
import {
  ApiKeyById,
  ApiKeyList,
  CreateApiKey,
  ResumeApiKey,
  RevokeApiKey,
  RotateApiKey,
  SuspendApiKey,
  UpdateApiKey,
} from './documents.ts';

/** The operations on keys as one caller sends them: whole answers, and shortcuts to what should be in them. */
export function keyRequests(app: Pick<TestApp, 'graphql'>, options: SendOptions) {
  const create = (input: CreateApiKeyInput) => app.graphql(CreateApiKey, { input }, options);
  const update = (input: UpdateApiKeyInput) => app.graphql(UpdateApiKey, { input }, options);
  const rotate = (input: RotateApiKeyInput) => app.graphql(RotateApiKey, { input }, options);
  const revoke = (id: string) => app.graphql(RevokeApiKey, { input: { id } }, options);
  const suspend = (id: string) => app.graphql(SuspendApiKey, { input: { id } }, options);
  const resume = (id: string) => app.graphql(ResumeApiKey, { input: { id } }, options);
  const find = (id: string) => app.graphql(ApiKeyById, { id }, options);
  const list = (variables: ApiKeyListQueryVariables = {}) => app.graphql(ApiKeyList, variables, options);
  return {
    create,
    update,
    rotate,
    revoke,
    suspend,
    resume,
    find,
    list,
    created: async (input: Partial<CreateApiKeyInput> = {}) => {
      const answer = await create({ environment: 'TEST', name: 'Server', ...input });
      return memberOf(dataOf(answer).createApiKey, 'CreateApiKeyPayload');
    },
    updated: async (input: UpdateApiKeyInput) =>
      memberOf(dataOf(await update(input)).updateApiKey, 'UpdateApiKeyPayload').apiKey,
    rotated: async (input: RotateApiKeyInput) =>
      memberOf(dataOf(await rotate(input)).rotateApiKey, 'RotateApiKeyPayload'),
    revoked: async (id: string) =>
      memberOf(dataOf(await revoke(id)).revokeApiKey, 'RevokeApiKeyPayload').apiKey,
    suspended: async (id: string) =>
      memberOf(dataOf(await suspend(id)).suspendApiKey, 'SuspendApiKeyPayload').apiKey,
    resumed: async (id: string) =>
      memberOf(dataOf(await resume(id)).resumeApiKey, 'ResumeApiKeyPayload').apiKey,
    found: async (id: string) => {
      const { apiKey } = dataOf(await find(id));
      if (apiKey === null) throw new Error(`The key ${id} was not found`);
      return apiKey;
    },
    listed: async (variables: ApiKeyListQueryVariables = {}) => {
      const { organization } = dataOf(await list(variables));
      if (organization === null) throw new Error('No organization is active');
      return organization.apiKeys;
    },
  };
}

export type KeyRequests = ReturnType<typeof keyRequests>;
