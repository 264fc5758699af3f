import type { Services } from '../access/context.ts';
import { unacceptedKeyPrefixes } from '../api-keys/former-key-prefixes.ts';
import type { Settings } from '../config/settings.ts';
import { ignoredSettings } from '../provision/ignored-settings.ts';

/** Warns, once at each start, of settings that the operator probably did not intend. */
export async function warnOfSettings(
  services: Services,
  settings: Settings,
  variables: NodeJS.ProcessEnv,
): Promise<void> {
  const lines = [
    ...(await ignoredSettings(services, settings.provision)),
    ...(await unacceptedKeyPrefixes(services)).map(lostKeys),
    ...unusedProxy(services, variables),
    ...loggedMails(settings),
  ];
  for (const line of lines) services.log.warn(line);
}

function lostKeys({ prefix, activeKeys }: { prefix: string; activeKeys: number }): string {
  return `${activeKeys} active keys start with "${prefix}_", which the configuration does not accept, so they do not work: add "${prefix}" to formerKeyPrefixes, or set keyPrefix back`;
}

/** Node's fetch gets the keys of the OIDC issuer and of GitHub. It uses a proxy only if NODE_USE_ENV_PROXY=1 is set. */
function unusedProxy({ configuration }: Services, variables: NodeJS.ProcessEnv): string[] {
  const { oidc, githubKeysUrl } = configuration;
  const proxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].find((name) => variables[name]);
  const isUsed = variables['NODE_USE_ENV_PROXY'] === '1' || process.execArgv.includes('--use-env-proxy');
  if (proxy === undefined || isUsed || (oidc === null && githubKeysUrl === null)) return [];
  return [
    `${proxy} is not used: Node needs NODE_USE_ENV_PROXY=1 for it; without it, the keys of the OIDC issuer and of GitHub are fetched directly`,
  ];
}

function loggedMails({ mode, email }: Settings): string[] {
  if (mode !== 'production' || email !== null) return [];
  return [
    'SMTP_URL is not set, so mails are written to this log, with links that let anyone who reads them sign in; set SMTP_URL and EMAIL_FROM',
  ];
}
