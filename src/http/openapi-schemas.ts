import { z } from 'zod';
import type { DocumentedSchema } from './endpoint.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Collects the schemas that have a name, and gives references to them. */
export class SchemaCollection {
  readonly #components = new Map<string, unknown>();

  /** The schema as the document holds it where it is used. `io`: of what is sent, or of what is answered. */
  add(schema: DocumentedSchema, io: 'input' | 'output'): JsonObject {
    if (!(schema instanceof z.ZodType)) return withoutNullable(schema);
    const {
      $schema: _dialect,
      $defs = {},
      ...root
    } = z.toJSONSchema(schema, {
      io,
      // What only code can check says so in its description.
      unrepresentable: 'any',
      override: ({ jsonSchema }) => {
        // Answers may gain members; callers are to ignore those that they do not know.
        if (io === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties;
      },
    });
    for (const [name, definition] of Object.entries($defs)) this.#components.set(name, pointed(definition));
    return asObject(pointed(root));
  }

  /** In the order of their names, so that the document changes only where its content does. */
  components(): JsonObject {
    return Object.fromEntries([...this.#components].toSorted(([left], [right]) => (left < right ? -1 : 1)));
  }
}

/** zod keeps named schemas in `$defs` of each schema; the document has one place for all. */
function pointed(value: unknown): unknown {
  return mapObjects(value, (object) => {
    const { $ref } = object;
    return typeof $ref === 'string'
      ? { ...object, $ref: $ref.replace('#/$defs/', '#/components/schemas/') }
      : object;
  });
}

/** `nullable` of Fastify's serializer, in the words of JSON Schema 2020-12. */
function withoutNullable(schema: JsonObject): JsonObject {
  return asObject(
    mapObjects(schema, ({ nullable, type, ...rest }) => ({
      ...rest,
      ...(type !== undefined && { type: nullable === true ? [type, 'null'] : type }),
    })),
  );
}

function mapObjects(value: unknown, change: (object: JsonObject) => JsonObject): unknown {
  if (Array.isArray(value)) return value.map((item) => mapObjects(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const items = Object.entries(value).map(([name, item]) => [name, mapObjects(item, change)]);
  return change(Object.fromEntries(items));
}

function asObject(value: unknown): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error('A schema is no object');
}
