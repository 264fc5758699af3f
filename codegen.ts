import type { CodegenConfig } from '@graphql-codegen/cli';

const shared = {
  enumsAsTypes: true,
  useTypeImports: true,
  strictScalars: true,
  defaultScalarType: 'unknown',
  immutableTypes: true,
  scalars: {
    ID: 'string',
    DateTime: 'string',
    Date: 'string',
    JSON: 'unknown',
  },
};

/** Types for the GraphQL documents of the tests and of the SDK. Run by `npm run generate`. */
const config: CodegenConfig = {
  schema: './schema.graphql',
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    './test/gql/': {
      documents: ['test/**/*.ts', '!test/gql/**'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: shared,
    },
    // Only types; scripts/generate-client-documents.ts adds the texts, without a package to hold them.
    './packages/client/src/documents.generated.ts': {
      documents: ['packages/client/src/documents/*.graphql'],
      plugins: ['typescript-operations'],
      config: { ...shared, inlineFragmentTypes: 'combine' },
    },
  },
};

export default config;
