import { z } from 'zod';
import { errors } from '../src/errors.ts';
import { eventData } from '../src/events/event-data.ts';
import { eventApiVersion, eventTypeNames, eventTypes } from '../src/events.ts';
import { type Permission, permissionNames, permissions } from '../src/permissions.ts';

/** Writes the pages about permissions, errors and events in docs/ from the tables in the code. */
export async function generateTables(): Promise<Record<string, string>> {
  return {
    'docs/permissions.md': permissionsPage(),
    'docs/errors.md': errorsPage(),
    'docs/events.md': eventsPage(),
  };
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

This table lists all permissions and who holds them. The product's configuration names the roles that hold
\`MANAGE_API_KEYS\` (\`manageKeysByDefault\`); the table shows the default. A service token can hold any of them. It holds
those that it was created with. It acts in the organization that a request names with \`Latchkey-Organization\`.

${table(['permission', 'allows', 'roles', 'can be granted beside the role', 'scopes of a key'], rows)}`;
}

function rolesOf(name: Permission): string {
  const { roles, within } = permissions[name];
  return within === 'INSTALLATION' ? 'only service tokens' : roles.join(', ').toLowerCase();
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

These are the codes of refusals and outcomes. In GraphQL, a refusal is a top-level error with \`extensions.code\`, and an
outcome is a member of the mutation's result union. In REST, both are problem documents (RFC 9457) with \`code\`. The
status is that of a REST answer, and of a GraphQL answer with a refusal. In REST, \`BAD_USER_INPUT\` has the status 422 if
the body could be read and has wrong values. The README lists the codes of a verification.

${table(['code', 'status', 'meaning', 'what to do'], rows)}`;
}

function eventsPage(): string {
  const rows = eventTypeNames.map((name) => {
    const { name: type, description, webhooks, readBy } = eventTypes[name];
    const fields = fieldsOf(z.toJSONSchema(eventData[name]))
      .map((field) => `\`${field}\``)
      .join(', ');
    return [`\`${type}\``, description, fields, webhooks ? 'yes' : 'no', `\`${readBy}\``];
  });
  return `${note}
# Events

This table lists all types of events. GraphQL writes them in capitals: \`API_KEY_CREATED\`. \`GET /v1/event-types\` answers
with a JSON Schema of the data of each. The present version of the data is \`${eventApiVersion}\`. Fields are added without a new
version, and none disappears.

${table(['type', 'what happened', 'data', 'sent by webhooks unasked', 'read with'], rows)}`;
}

/** Lists the members of an object's schema, as paths with dots. */
export function fieldsOf(schema: unknown, prefix = ''): string[] {
  const { properties, anyOf } = objectSchema.parse(schema);
  if (anyOf !== undefined) return [...new Set(anyOf.flatMap((each) => fieldsOf(each, prefix)))];
  return Object.entries(properties ?? {}).flatMap(([name, member]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [path, ...fieldsOf(member, path)];
  });
}

const objectSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
});

const note =
  '<!-- Written by `npm run generate`. Change src/permissions.ts, src/errors.ts or src/events.ts instead. -->';

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}
