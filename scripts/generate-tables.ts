import { errors } from '../src/errors.ts';
import { type Permission, permissionNames, permissions } from '../src/permissions.ts';

/** The tables of permissions and of errors in docs/, from the registries in the code. */
export async function generateTables(): Promise<Record<string, string>> {
  return { 'docs/permissions.md': permissionsPage(), 'docs/errors.md': errorsPage() };
}

function permissionsPage(): string {
  const rows = permissionNames.map((name) => [
    `\`${name}\``,
    permissions[name].description,
    rolesOf(name),
    permissions[name].grantable ? 'yes' : 'no',
    permissions[name].keyScopes.map((scope) => `\`${scope}\``).join(', ') || '–',
  ]);
  return `${note}
# Permissions

What each right allows and who holds it. Which roles hold \`MANAGE_API_KEYS\` is the product's choice
(\`manageKeysByDefault\` in its configuration); the table shows the default. A service token holds
whichever of these it was made with, and acts in the organization that a request names with
\`Latchkey-Organization\`.

${table(['permission', 'allows', 'roles', 'can be granted apart', 'scopes of a key'], rows)}`;
}

function rolesOf(name: Permission): string {
  const { roles, within } = permissions[name];
  return within === 'INSTALLATION' ? 'service tokens only' : roles.join(', ').toLowerCase();
}

function errorsPage(): string {
  const rows = Object.entries(errors).map(([code, { status, title, remedy }]) => [
    `\`${code}\``,
    String(status),
    title,
    remedy,
  ]);
  return `${note}
# Errors

Every code a caller can meet. In GraphQL a refusal is a top-level error with \`extensions.code\`, and an
outcome is a member of the mutation's result union; over REST both are problem documents (RFC 9457)
with \`code\`. The status is that of the REST answer, and of a GraphQL answer with a refusal; over REST
\`BAD_USER_INPUT\` is 422 where the body was read and holds wrong values.

${table(['code', 'status', 'meaning', 'what to do'], rows)}`;
}

const note = '<!-- Written by `npm run generate`; change the registry in src/ instead. -->';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}
