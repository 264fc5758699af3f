import { type Environment, environmentNames } from '../environment.ts';
import type { InputProblem } from '../errors.ts';
import { outcome, outcomeField } from '../outcomes.ts';
import type { UnknownScope as UnknownScopeEntry } from '../scopes/scope-catalog.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';

export class ActiveKeyLimitReached extends outcome({
  code: 'ACTIVE_KEY_LIMIT_REACHED',
  description: 'The organization has as many active keys in this environment as it may.',
  fields: {
    environment: outcomeField<Environment>('Environment', 'Which environment.'),
    limit: outcomeField<number>('Int', 'The most active keys it may have.'),
  },
}) {
  constructor(environment: Environment, limit: number) {
    super(`There are already ${limit} active ${environmentNames[environment]} keys, the most allowed.`, {
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
  fields: { unknown: outcomeField<readonly UnknownScopeEntry[]>(['UnknownScopeName'], 'Each of them.') },
}) {
  override readonly problems: readonly InputProblem[];

  constructor(unknown: readonly UnknownScopeEntry[]) {
    super(unknown.map(describeUnknown).join(' '), { unknown });
    this.problems = unknown.map((entry) => ({ field: 'input.scopes', problem: describeUnknown(entry) }));
  }
}

export class ScopeNotGrantable extends outcome({
  code: 'SCOPE_NOT_GRANTABLE',
  description: 'Nobody grants a scope they lack.',
  fields: { scopes: outcomeField<readonly string[]>(['String'], 'Those that the caller lacks.') },
}) {
  override readonly problems: readonly InputProblem[];

  constructor(scopes: readonly string[]) {
    super(`You do not hold ${scopes.join(', ')} and so cannot grant it.`, { scopes });
    this.problems = [{ field: 'input.scopes', problem: this.message }];
  }
}

export class ApiKeyAlreadyRevoked extends outcome({
  code: 'API_KEY_ALREADY_REVOKED',
  description: 'The key was revoked before, for good.',
  fields: {
    apiKey: outcomeField<ApiKeyRow>('ApiKey', 'The key, with when and by whom it was revoked.'),
  },
}) {
  constructor(apiKey: ApiKeyRow) {
    super('The key is revoked, which is permanent.', { apiKey });
  }
}

export class ApiKeyExpired extends outcome({
  code: 'API_KEY_EXPIRED',
  description: 'The key has expired. A new expiry brings it back.',
  fields: { apiKey: outcomeField<ApiKeyRow>('ApiKey', 'The key, with when it ended.') },
}) {
  constructor(apiKey: ApiKeyRow) {
    super('The key has expired, so a new secret of it would not work either.', { apiKey });
  }
}

export class ApiKeyAlreadySuspended extends outcome({
  code: 'API_KEY_ALREADY_SUSPENDED',
  description: 'The key was suspended before, and still is.',
  fields: {
    apiKey: outcomeField<ApiKeyRow>('ApiKey', 'The key, with when and by whom it was suspended.'),
  },
}) {
  constructor(apiKey: ApiKeyRow) {
    super('The key is suspended already.', { apiKey });
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
