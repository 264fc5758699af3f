/**
 * `@latchkey/client` lets other programs use Latchkey. It needs only `fetch`. An OfflineVerifier loads jose when it
 * gets its first token.
 */
export { apiKeyOf, apiKeyOrNullOf, rememberApiKey } from './api-key-of.ts';
export type {
  ApiKey,
  ApiKeyChanges,
  ApiKeyFilter,
  ApiKeyUsage,
  CreateApiKeyResult,
  NewApiKey,
  ResumeApiKeyResult,
  RevokeApiKeyResult,
  RotateApiKeyResult,
  RotationOptions,
  SuspendApiKeyResult,
  UpdateApiKeyResult,
} from './api-keys.ts';
export type {
  ApiKeyIdentity,
  Credential,
  Decision,
  KeyChecker,
  RefusalOptions,
} from './decision.ts';
export type { ApiKeyStatus, Environment, Permission, Role } from './documents.generated.ts';
export {
  BadInputError,
  ConfigurationError,
  ForbiddenError,
  type InputProblem,
  KeyRevokedError,
  LatchkeyError,
  NotFoundError,
  RateLimitedError,
  UnauthenticatedError,
  UnavailableError,
} from './errors.ts';
export type { EventFilter, EventPage, EventPageOptions, LogEvent } from './events.ts';
export { expressApiKey, type MiddlewareOptions } from './express.ts';
export { fastifyApiKey } from './fastify.ts';
export { type FetchOptions, fetchApiKey } from './fetch.ts';
export type { CallOptions } from './graphql.ts';
export { type HonoOptions, honoApiKey } from './hono.ts';
export type {
  CreateInvitationResult,
  Invitation,
  NewInvitation,
  ResendInvitationResult,
  RevokeInvitationResult,
} from './invitations.ts';
export { Latchkey, type LatchkeyOptions } from './latchkey.ts';
export type { Listing, Page, PagingOptions } from './listing.ts';
export type { Member, MemberChanges, RemoveMemberResult, UpdateMemberResult } from './members.ts';
export { OfflineVerifier, type OfflineVerifierOptions } from './offline-verifier.ts';
export type { Organization, ScopeDefinition } from './organization.ts';
export {
  type Refusal,
  type RefusalFormat,
  type RenderedRefusal,
  type RenderOptions,
  renderRefusal,
} from './refusal.ts';
export type { Requirement } from './requirement.ts';
export { OutcomeError, orThrow } from './result.ts';
export type { CreateServiceTokenResult, NewServiceToken, ServiceToken } from './service-tokens.ts';
export type { ConnectionOptions, Fetch } from './settings.ts';
export { TokenSource, type TokenSourceOptions } from './token-source.ts';
export type {
  KnownKey,
  RateLimitWindow,
  RemainingRateLimit,
  VerificationAnswer,
  VerificationCode,
  VerificationQuestion,
} from './verification.ts';
export { Verifier, type VerifierOptions } from './verifier.ts';
export { type ApiKeyContext, yogaApiKey } from './yoga.ts';
