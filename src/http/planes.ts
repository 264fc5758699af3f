import type { FastifyInstance } from 'fastify';
import type { Plane } from '../config/environment-schema.ts';
import { Refusal } from '../errors.ts';

/**
 * The routes of a plane. A node that does not serve the plane knows them too, and refuses them in the form of their
 * interface, before anything of the request is looked at.
 */
export function routesOfPlane(
  plane: Plane,
  serves: ReadonlySet<Plane>,
  addRoutes: (app: FastifyInstance) => Promise<void>,
) {
  return async function register(app: FastifyInstance): Promise<void> {
    if (!serves.has(plane)) {
      app.addHook('onRequest', async () => {
        throw new Refusal('NOT_SERVED_HERE', `This node serves ${[...serves].join(' and ')} only.`);
      });
    }
    await addRoutes(app);
  };
}
