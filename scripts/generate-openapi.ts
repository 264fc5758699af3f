import { endpoints, tags } from '../src/endpoints.ts';
import { openApiDocument } from '../src/http/openapi.ts';

/** The OpenAPI document as the server gives it out. */
export async function generateOpenApi(): Promise<Record<string, string>> {
  return { 'openapi.json': `${JSON.stringify(openApiDocument(endpoints, tags), null, 2)}\n` };
}
