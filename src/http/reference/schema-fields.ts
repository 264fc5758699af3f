import { type Html, html, inline } from './html.ts';

type Schema = Readonly<Record<string, unknown>>;
type Components = Readonly<Record<string, unknown>>;

type Field = {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
};

/** The fields of a schema as a table, those of inner objects by their path; one table for each alternative. */
export function schemaTables(schema: unknown, components: Components): Html {
  const resolved = resolve(schema, components);
  const alternatives = Array.isArray(resolved['anyOf']) ? resolved['anyOf'] : [resolved];
  return html`${alternatives.map((alternative) => fieldTable(fieldsOf(alternative, components, '')))}`;
}

function fieldTable(fields: readonly Field[]): Html {
  if (fields.length === 0) return html``;
  const rows = fields.map(
    ({ name, type, required, description }) => html`<tr>
      <th scope="row"><code>${name}</code></th>
      <td>${type}${required ? '' : ', optional'}</td>
      <td>${inline(description)}</td>
    </tr>`,
  );
  return html`<table>
    <thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${rows}</tbody>
  </table>`;
}

function fieldsOf(schema: unknown, components: Components, path: string): Field[] {
  const { type, items, properties, required } = resolve(schema, components);
  if (type === 'array') return fieldsOf(items, components, `${path}[]`);
  const names = Array.isArray(required) ? required : [];
  return Object.entries(asObject(properties)).flatMap(([name, property]) => {
    const full = path === '' ? name : `${path}.${name}`;
    const resolved = withoutNull(resolve(property, components), components);
    const description = resolve(property, components)['description'] ?? resolved['description'];
    const field: Field = {
      name: full,
      type: typeName(property, components),
      required: names.includes(name),
      description: typeof description === 'string' ? description : '',
    };
    return [field, ...fieldsOf(resolved, components, full)];
  });
}

/** `text or null`, `list of whole numbers`: what a person calls it. */
export function typeName(schema: unknown, components: Components): string {
  const { type, anyOf, items, enum: values, const: constant, format } = resolve(schema, components);
  if (Array.isArray(anyOf)) return anyOf.map((item) => typeName(item, components)).join(' or ');
  if (Array.isArray(values)) return [...values.map((value) => `"${value}"`), ...nullOf(type)].join(' | ');
  if (constant !== undefined) return JSON.stringify(constant);
  if (type === 'array') return `list of: ${typeName(items, components)}`;
  const names = Array.isArray(type) ? type : [type];
  return names
    .map((name) => typeNames.get(String(format ?? name)) ?? typeNames.get(String(name)) ?? 'any')
    .join(' or ');
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['integer', 'whole number'],
  ['number', 'number'],
  ['boolean', 'true or false'],
  ['object', 'object'],
  ['null', 'null'],
  ['date-time', 'time'],
  ['uri', 'address'],
]);

function nullOf(type: unknown): string[] {
  return Array.isArray(type) && type.includes('null') ? ['null'] : [];
}

/** Of a value that may be null: what it is otherwise. */
function withoutNull(schema: Schema, components: Components): Schema {
  const { anyOf } = schema;
  if (!Array.isArray(anyOf)) return schema;
  return anyOf.map((item) => resolve(item, components)).find(({ type }) => type !== 'null') ?? schema;
}

function resolve(schema: unknown, components: Components): Schema {
  const object = asObject(schema);
  const { $ref } = object;
  if (typeof $ref !== 'string') return object;
  return { ...asObject(components[$ref.split('/').at(-1) ?? '']), ...object };
}

function asObject(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
