import { type InputProblem, Outcome } from '../errors.ts';
import type { UnknownScope as UnknownScopeEntry } from '../scopes/scope-catalog.ts';
import type { ApiKeyRow } from './api-keys.sql.ts';
import { type Environment, environmentNames } from './environment.ts';

export class ActiveKeyLimitReached extends Outcome {
  readonly code = 'ACTIVE_KEY_LIMIT_REACHED';
  readonly environment: Environment;
  readonly limit: number;

  constructor(environment: Environment, limit: number) {
    super(`There are already ${limit} active ${environmentNames[environment]} keys, the most allowed.`);
    this.environment = environment;
    this.limit = limit;
  }
}

export class LiveKeysNotEnabled extends Outcome {
  readonly code = 'LIVE_KEYS_NOT_ENABLED';

  constructor() {
    super('Live keys are not enabled for this organization.');
  }
}

export class UnknownScope extends Outcome {
  readonly code = 'UNKNOWN_SCOPE';
  readonly unknown: readonly UnknownScopeEntry[];
  override readonly problems: readonly InputProblem[];

  constructor(unknown: readonly UnknownScopeEntry[]) {
    super(unknown.map(describeUnknown).join(' '));
    this.unknown = unknown;
    this.problems = unknown.map((entry) => ({ field: 'input.scopes', problem: describeUnknown(entry) }));
  }
}

export class ScopeNotGrantable extends Outcome {
  readonly code = 'SCOPE_NOT_GRANTABLE';
  readonly scopes: readonly string[];
  override readonly problems: readonly InputProblem[];

  constructor(scopes: readonly string[]) {
    super(`You do not hold ${scopes.join(', ')} and so cannot grant it.`);
    this.scopes = scopes;
    this.problems = [{ field: 'input.scopes', problem: this.message }];
  }
}

export class ApiKeyAlreadyRevoked extends Outcome {
  readonly code = 'API_KEY_ALREADY_REVOKED';

  /** The key as it is, with when and by whom it was revoked. */
  readonly apiKey: ApiKeyRow;

  constructor(apiKey: ApiKeyRow) {
    super('The key is revoked, which is permanent.');
    this.apiKey = apiKey;
  }
}

export class ApiKeyExpired extends Outcome {
  readonly code = 'API_KEY_EXPIRED';
  readonly apiKey: ApiKeyRow;

  constructor(apiKey: ApiKeyRow) {
    super('The key has expired, so a new secret of it would not work either.');
    this.apiKey = apiKey;
  }
}

function describeUnknown({ scope, nearest }: UnknownScopeEntry): string {
  const hint = nearest === null ? '' : ` Did you mean “${nearest}”?`;
  return `The scope “${scope}” is not in the catalog.${hint}`;
}
