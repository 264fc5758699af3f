import { openApiDocument } from '../src/rest/openapi.ts';

/** The OpenAPI document as the server gives it out. */
export async function generateOpenApi(): Promise<Record<string, string>> {
  return { 'openapi.json': `${JSON.stringify(openApiDocument(), null, 2)}\n` };
}
