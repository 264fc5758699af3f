import type { IncomingMessage } from 'node:http';
import { Refusal } from '../errors.ts';

/** Node uses only the first of each. A proxy that uses the last would judge the request by another one. */
const singleHeaders: ReadonlySet<string> = new Set(['authorization', 'content-type']);

/** Refuses a request with two credentials, or with two types of its body. */
export function refuseRepeatedHeaders({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): void {
  const seen = new Set<string>();
  for (let position = 0; position < rawHeaders.length; position += 2) {
    const name = rawHeaders[position]?.toLowerCase() ?? '';
    if (!singleHeaders.has(name)) continue;
    if (seen.has(name))
      throw new Refusal('BAD_USER_INPUT', `The header ${name} is sent twice; send it once.`);
    seen.add(name);
  }
}
