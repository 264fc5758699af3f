import type { FastifyInstance } from 'fastify';
import findMyWay from 'find-my-way';

/** The methods by which an address is served. */
export type AllowedMethods = (path: string) => string[];

/**
 * Learns of the routes as they are registered, and tells the methods by which an address is served. Fastify's
 * router finds an address for one method only; here the same router holds each address once, for all of them.
 */
export function allowedMethods(app: FastifyInstance, maxParamLength: number): AllowedMethods {
  const router = findMyWay({ maxParamLength });
  const methodsByUrl = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByUrl.get(url);
    if (methods === undefined) router.on('GET', url, () => {}, url);
    methodsByUrl.set(url, new Set([...(methods ?? []), ...[method].flat()]));
  });
  return (path) => {
    const url: unknown = router.find('GET', path)?.store;
    return typeof url === 'string' ? [...(methodsByUrl.get(url) ?? [])].sort() : [];
  };
}
