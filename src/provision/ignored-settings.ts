import type { Services } from '../access/context.ts';
import type { Settings } from '../config/environment.ts';
import { normalizeEmail } from '../lib/email.ts';
import { hashSecret } from '../lib/secrets.ts';
import { verifyPassword } from '../users/passwords.ts';
import { findSetUp, isEmpty } from './provision.sql.ts';
import { defaultOrganization, defaultOwnerEmail } from './provision.ts';

/**
 * Settings that differ from what the database was given: they count at the first start only, which people who
 * change them do not expect. One line for each, with the remedy. None for an empty database, which is given them.
 */
export async function ignoredSettings(
  { database }: Pick<Services, 'database'>,
  settings: Settings['provision'],
): Promise<string[]> {
  if (await isEmpty(database)) return [];
  const ownerEmail = normalizeEmail(settings.ownerEmail ?? defaultOwnerEmail);
  const organization = settings.organization ?? defaultOrganization;
  const tokenHash = hashSecret(settings.serviceToken ?? '');
  const found = await findSetUp(database, { ownerEmail, organization, tokenHash });
  const lines: string[] = [];
  if (settings.ownerEmail !== null && !found.hasOwner) {
    lines.push(ignored('LATCHKEY_OWNER_EMAIL', 'nobody has this email; invite them as an owner'));
  }
  if (settings.ownerPassword !== null && found.hasOwner) {
    const { correct } = await verifyPassword(settings.ownerPassword, found.passwordHash);
    const remedy = `it is not the password of ${ownerEmail}; set theirs with "latchkey user set-password --email ${ownerEmail}"`;
    if (!correct) lines.push(ignored('LATCHKEY_OWNER_PASSWORD', remedy));
  }
  if (settings.organization !== null && !found.hasOrganization) {
    const remedy = 'no organization has this name; create one with "latchkey organization create"';
    lines.push(ignored('LATCHKEY_ORGANIZATION', remedy));
  }
  if (settings.serviceToken !== null && !found.hasToken) {
    const remedy = 'it is no service token here; make one with "latchkey service-token create"';
    lines.push(ignored('LATCHKEY_SERVICE_TOKEN', remedy));
  }
  return lines;
}

function ignored(variable: string, remedy: string): string {
  return `${variable} is ignored, since it counts at the first start only: ${remedy}, or unset it`;
}
