import BuilderRoot, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type PothosOutputFieldType,
  type SchemaTypes,
} from '@pothos/core';

export const declaredRights = 'declaredRights';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      declaredRights: DeclaredRightsPlugin<Types>;
    }
  }
}

/** The extension in which a built field keeps its requirements. The access matrix test reads it. */
export const requiresExtension = 'latchkeyRequires';

/**
 * Makes the build fail if a root field, or a field that leads to an object, declares no requirement. scope-auth would
 * leave such a field open. It also writes the requirement into the description, so that schema.graphql shows every
 * change of rights.
 */
class DeclaredRightsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const requires = requirementOf(field);
    if (requires === null) {
      if (this.mustDeclare(field)) {
        throw new Error(
          `${field.parentType}.${field.name} declares no rights: give it authScopes, or { public: true }.`,
        );
      }
      return field;
    }
    return {
      ...field,
      description: describe(field.description, requires),
      extensions: { ...field.extensions, [requiresExtension]: requires },
    };
  }

  private mustDeclare(field: PothosOutputFieldConfig<Types>): boolean {
    if (field.kind === 'Query' || field.kind === 'Mutation' || field.kind === 'Subscription') return true;
    return this.leadsToObject(field.type) && !isConnectionPart(field);
  }

  private leadsToObject(type: PothosOutputFieldType<Types>): boolean {
    if (type.kind === 'List') return this.leadsToObject(type.type);
    return type.kind === 'Object' || type.kind === 'Interface' || type.kind === 'Union';
  }
}

/** Edges, nodes and page information need no requirement: they are reached only through a connection, which has one. */
function isConnectionPart<Types extends SchemaTypes>(field: PothosOutputFieldConfig<Types>): boolean {
  return /(Connection|Edge)$/.test(field.parentType) && ['edges', 'node', 'pageInfo'].includes(field.name);
}

function requirementOf<Types extends SchemaTypes>(field: PothosOutputFieldConfig<Types>): string | null {
  const scopes: unknown = Reflect.get(field.pothosOptions, 'authScopes');
  if (typeof scopes !== 'object' || scopes === null) return null;
  const names = Object.entries(scopes).map(([scope, value]) =>
    scope === 'permission' ? String(value) : scope,
  );
  return names.length === 0 ? null : names.join(', ');
}

function describe(description: string | null | undefined, requires: string): string {
  if (requires === 'public') return description ?? '';
  const sentence = requires === 'signedIn' ? 'Requires a signed-in person.' : `Requires ${requires}.`;
  return [description, sentence].filter(Boolean).join('\n\n');
}

BuilderRoot.registerPlugin(declaredRights, DeclaredRightsPlugin);
