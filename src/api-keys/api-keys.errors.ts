import { type Environment, environmentNames } from '../environment.ts';
import type { InputProblem } from '../errors.ts';
import { outcome, outcomeField } from '../outcomes.ts';
import type { UnknownScope as UnknownScopeEntry } from '../scopes/scope-catalog.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';

export class ActiveKeyLimitReached extends outcome({
  code: 'ACTIVE_KEY_LIMIT_REACHED',
  description: 'The organization has reached the limit of active keys in this environment.',
  fields: {
    environment: outcomeField<Environment>('Environment', 'The environment.'),
    limit: outcomeField<number>('Int', 'The maximum number of active keys.'),
  },
}) {
  constructor(environment: Environment, limit: number) {
    super(`There are already ${limit} active ${environmentNames[environment]} keys, which is the limit.`, {
      environment,
      limit,
    });
  }
}

export class LiveKeysNotEnabled extends outcome({
  code: 'LIVE_KEYS_NOT_ENABLED',
  description: 'The organization’s plan or billing does not include live keys.',
}) {
  constructor() {
    super('Live keys are not enabled for this organization.');
  }
}

export class UnknownScope extends outcome({
  code: 'UNKNOWN_SCOPE',
  description: 'Some scopes are not in the catalog.',
  fields: {
    unknown: outcomeField<readonly UnknownScopeEntry[]>(['UnknownScopeName'], 'Each unknown scope.'),
  },
}) {
  override readonly problems: readonly InputProblem[];

  constructor(unknown: readonly UnknownScopeEntry[]) {
    super(unknown.map(describeUnknown).join(' '), { unknown });
    this.problems = unknown.map((entry) => ({ field: 'input.scopes', problem: describeUnknown(entry) }));
  }
}

export class ScopeNotGrantable extends outcome({
  code: 'SCOPE_NOT_GRANTABLE',
  description: 'The caller tried to grant a scope that they lack.',
  fields: { scopes: outcomeField<readonly string[]>(['String'], 'The scopes that the caller lacks.') },
}) {
  override readonly problems: readonly InputProblem[];

  constructor(scopes: readonly string[]) {
    super(`You do not have ${scopes.join(', ')}, so you cannot grant it.`, { scopes });
    this.problems = [{ field: 'input.scopes', problem: this.message }];
  }
}

export class ApiKeyAlreadyRevoked extends outcome({
  code: 'API_KEY_ALREADY_REVOKED',
  description: 'The key was already revoked. A revocation is permanent.',
  fields: {
    apiKey: outcomeField<ApiKeyRow>('ApiKey', 'The key, with the time and the actor of its revocation.'),
  },
}) {
  constructor(apiKey: ApiKeyRow) {
    super('The key is already revoked. A revocation is permanent.', { apiKey });
  }
}

export class ApiKeyExpired extends outcome({
  code: 'API_KEY_EXPIRED',
  description: 'The key has expired. A new expiry makes it active again.',
  fields: { apiKey: outcomeField<ApiKeyRow>('ApiKey', 'The key, with its expiry.') },
}) {
  constructor(apiKey: ApiKeyRow) {
    super('The key has expired, so a new secret would not work either.', { apiKey });
  }
}

export class ApiKeyAlreadySuspended extends outcome({
  code: 'API_KEY_ALREADY_SUSPENDED',
  description: 'The key is already suspended.',
  fields: {
    apiKey: outcomeField<ApiKeyRow>('ApiKey', 'The key, with the time and the actor of its suspension.'),
  },
}) {
  constructor(apiKey: ApiKeyRow) {
    super('The key is already suspended.', { apiKey });
  }
}

export class ApiKeyNotSuspended extends outcome({
  code: 'API_KEY_NOT_SUSPENDED',
  description: 'The key is not suspended.',
  fields: { apiKey: outcomeField<ApiKeyRow>('ApiKey', 'The key, with its status.') },
}) {
  constructor(apiKey: ApiKeyRow) {
    super('The key is not suspended, so there is nothing to resume.', { apiKey });
  }
}

function describeUnknown({ scope, nearest }: UnknownScopeEntry): string {
  const hint = nearest === null ? '' : ` Did you mean “${nearest}”?`;
  return `The scope “${scope}” is not in the catalog.${hint}`;
}
