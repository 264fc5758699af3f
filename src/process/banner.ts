import type { ProductConfiguration } from '../config/product-configuration.ts';
import type { Settings } from '../config/settings.ts';
import { formatId } from '../lib/ids.ts';
import type { Provisioned } from '../provision/provision.ts';

/** The text for the operator once the service is ready. It shows generated secrets, which are never shown again. */
export function banner(
  url: string,
  { keyPrefix, scopes }: ProductConfiguration,
  provisioned: Provisioned | null,
  serves: Settings['serves'],
): string {
  const places = serves.has('management')
    ? `GraphQL: ${url}/graphql, REST: ${url}/openapi.json`
    : 'verification';
  const address = `Latchkey is ready at ${url} (${places})`;
  if (provisioned === null) return `\n${address}\n`;
  const { ownerEmail, ownerPassword, organizationId, serviceToken } = provisioned;
  const scope = scopes.definitions[0]?.name;
  return `
${address}

This database was empty. Created in it:

  Organization   ${formatId('organization', organizationId)}
  Owner          ${ownerEmail}
  Password       ${ownerPassword ?? '(yours, from LATCHKEY_OWNER_PASSWORD)'}
  Service token  ${serviceToken ?? '(yours, from LATCHKEY_SERVICE_TOKEN)'}

Store the generated values now: they are shown only once. To create a first key, run in another terminal:

  # Sign in
  SESSION=$(curl -s ${url}/graphql -H 'Content-Type: application/json' \\
    -d '{"query":"mutation($input: SignInInput!) { signIn(input: $input) { ... on SignInPayload { sessionToken } ... on Error { message } } }",
         "variables":{"input":{"email":"${ownerEmail}","password":"${ownerPassword ?? '…'}"}}}' \\
    | tee /dev/stderr | sed 's/.*"sessionToken":"\\([^"]*\\)".*/\\1/')

  # Create a key
  KEY=$(curl -s ${url}/graphql -H 'Content-Type: application/json' -H "Authorization: Bearer $SESSION" \\
    -d '{"query":"mutation($input: CreateApiKeyInput!) { createApiKey(input: $input) { ... on CreateApiKeyPayload { secret apiKey { id } } ... on Error { message } } }",
         "variables":{"input":{"environment":"TEST","name":"First key"${scope === undefined ? '' : `,"scopes":["${scope}"]`}}}}' \\
    | tee /dev/stderr | sed 's/.*"secret":"\\(${keyPrefix}_[^"]*\\)".*/\\1/')

  # Verify it
  verify() { curl -s ${url}/v1/verify -H 'Content-Type: application/json' \\
    -H 'Authorization: Bearer ${serviceToken ?? '…'}' -d "{\\"key\\":\\"$KEY\\"}"; }
  ID=$(verify | tee /dev/stderr | sed 's/.*"keyId":"\\([^"]*\\)".*/\\1/')

  # Revoke it; verifications refuse it from now on
  curl -s -X DELETE ${url}/v1/api-keys/$ID -H "Authorization: Bearer $SESSION"
  verify
`;
}

/** Replaces the banner where a log would keep it. It says how to get new secrets for the hidden ones. */
export function hiddenSecrets(provisioned: Provisioned | null): string[] {
  const lines: string[] = [];
  if (provisioned === null) return lines;
  if (provisioned.ownerPassword !== null) {
    const { ownerEmail } = provisioned;
    lines.push(
      `This database was empty. Its owner ${ownerEmail} has no known password: set one with "latchkey user set-password --email ${ownerEmail}"`,
    );
  }
  if (provisioned.serviceToken !== null) {
    lines.push('No service token is known: create one with "latchkey service-token create"');
  }
  return lines;
}
